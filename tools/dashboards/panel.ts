export type Unit = 's' | 'ops' | 'percentunit' | 'bytes' | 'short' | 'none';

/** A graph over time; its queries by the legend that Grafana gives their curves. */
export interface Panel {
  title: string;
  unit: Unit;
  queries: Record<string, string>;
  /** What is high is bad from here on. */
  limit?: number;
}

export interface Dashboard {
  /** File and address. */
  name: string;
  title: string;
  /** Rows of panels, by their titles. */
  rows: Record<string, Panel[]>;
  /** Whether it shows the app that is chosen above it. */
  choosesApp?: true;
}

const WIDTH = 24;
const HEIGHT = 8;
const PANELS_A_LINE = 3;
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };

/** A dashboard as Grafana loads it. */
export function toGrafana({ name, title, rows, choosesApp }: Dashboard): object {
  const placed = Object.entries(rows).reduce(placeRow, { panels: [], y: 0 });
  return {
    ...{
      uid: `messenger-${name}`,
      title: `Messenger: ${title}`,
      tags: ['messenger'],
      schemaVersion: 41,
      editable: false,
    },
    ...{ timezone: 'browser', time: { from: 'now-1h', to: 'now' }, refresh: '10s' },
    templating: { list: choosesApp === true ? [APP_VARIABLE] : [] },
    panels: placed.panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

const APP_VARIABLE = {
  ...{ name: 'app', label: 'App', type: 'query', datasource: DATASOURCE, refresh: 2, sort: 1 },
  ...{ query: 'label_values(up{job="messenger"}, app)', current: {}, multi: false, includeAll: false },
};

interface Placed {
  panels: object[];
  y: number;
}

function placeRow({ panels, y }: Placed, [title, row]: [string, Panel[]]): Placed {
  const heading = { type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: WIDTH, h: 1 }, panels: [] };
  const w = WIDTH / PANELS_A_LINE;
  const graphs = row.map((panel, index) => {
    const line = Math.floor(index / PANELS_A_LINE);
    return toGraph(panel, { x: (index % PANELS_A_LINE) * w, y: y + 1 + line * HEIGHT, w, h: HEIGHT });
  });
  return { panels: [...panels, heading, ...graphs], y: y + 1 + Math.ceil(row.length / PANELS_A_LINE) * HEIGHT };
}

function toGraph({ title, unit, queries, limit }: Panel, gridPos: object): object {
  const steps = [{ color: 'green', value: null }, ...(limit === undefined ? [] : [{ color: 'red', value: limit }])];
  return {
    ...{ type: 'timeseries', title, datasource: DATASOURCE, gridPos },
    targets: Object.entries(queries).map(([legendFormat, expr], index) => ({
      ...{ refId: String.fromCharCode(65 + index), datasource: DATASOURCE, expr, legendFormat },
    })),
    fieldConfig: {
      defaults: {
        ...{ unit, min: 0, thresholds: { mode: 'absolute', steps } },
        custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' }, spanNulls: true },
      },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}
