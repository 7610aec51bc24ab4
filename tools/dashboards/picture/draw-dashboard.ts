import type { Dashboard, Panel } from '../panel.js';
import type { Curve, Span } from './curve.js';
import { drawPanel, PANEL_HEIGHT, PANEL_WIDTH } from './draw-panel.js';
import { element, text } from './svg.js';

const PANELS_A_LINE = 3;
const WIDTH = PANELS_A_LINE * PANEL_WIDTH;
const HEADING_HEIGHT = 34;

/** A dashboard as Grafana would show it, as SVG; the time of each fault is red. */
export function drawDashboard({ title, rows }: Dashboard, curvesOf: Map<Panel, Curve[]>, span: Span): string {
  let top = HEADING_HEIGHT + 16;
  const parts = [heading(`Messenger: ${title}`, 24, 18), text(faultsIn(span), { x: 14, y: 44, fill: '#c4162a' })];
  for (const [name, panels] of Object.entries(rows)) {
    parts.push(heading(name, top + 22, 14));
    top += HEADING_HEIGHT;
    parts.push(...panels.map((panel, index) => placed(drawPanel(panel, curvesOf.get(panel) ?? [], span), index, top)));
    top += Math.ceil(panels.length / PANELS_A_LINE) * PANEL_HEIGHT;
  }
  return picture(parts, top);
}

function heading(content: string, y: number, size: number): string {
  return text(content, { x: 14, y, 'font-size': size, 'font-weight': 600 });
}

function faultsIn({ faults }: Span): string {
  return `Red, from left to right: ${faults.map(({ title }) => title).join('; ')}`;
}

function placed(panel: string, index: number, top: number): string {
  const [column, line] = [index % PANELS_A_LINE, Math.floor(index / PANELS_A_LINE)];
  return element('g', { transform: `translate(${column * PANEL_WIDTH} ${top + line * PANEL_HEIGHT})` }, `\n${panel}\n`);
}

function picture(parts: string[], height: number): string {
  const size = { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height };
  const ground = element('rect', { width: WIDTH, height, fill: '#fff' });
  const style = { xmlns: 'http://www.w3.org/2000/svg', 'font-family': 'sans-serif', 'font-size': 12 };
  return `${element('svg', { ...style, ...size }, `\n${[ground, ...parts].join('\n')}\n`)}\n`;
}
