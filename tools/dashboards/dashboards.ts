import { APP } from './app.js';
import { LIVE } from './live.js';
import { OVERVIEW } from './overview.js';
import { toGrafana } from './panel.js';
import { POSTGRESQL } from './postgresql.js';
import { RABBITMQ } from './rabbitmq.js';

export const DASHBOARDS = [OVERVIEW, APP, LIVE, POSTGRESQL, RABBITMQ];

/** The files that Grafana reads. */
export const DASHBOARD_FILES: Record<string, () => string> = Object.fromEntries(
  DASHBOARDS.map((dashboard) => [
    `observability/grafana/dashboards/${dashboard.name}.json`,
    () => JSON.stringify(toGrafana(dashboard)),
  ]),
);
