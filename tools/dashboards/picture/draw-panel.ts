import type { Panel } from '../panel.js';
import { extent, type Curve, type Span } from './curve.js';
import { labelOf, roundUp } from './scale.js';
import { element, text } from './svg.js';

export const PANEL_WIDTH = 400;
export const PANEL_HEIGHT = 230;

const [LEFT, RIGHT, TOP, BOTTOM] = [62, PANEL_WIDTH - 12, 28, 150];
const COLORS = ['#3274d9', '#e0752d', '#3f8a3c', '#a352cc', '#0a8a9f', '#b8860b', '#c4162a', '#6b6b6b'];
const LEGEND_COLUMNS = 2;
const LEGEND_LETTERS = 26;
const LEGEND_LINE = 15;

/** A panel with its curves; where there are more than colours, the highest. */
export function drawPanel(panel: Panel, curves: Curve[], span: Span): string {
  const known = curves.filter(({ points }) => points.length > 0);
  const shown = known.sort((one, other) => peakOf(other) - peakOf(one)).slice(0, COLORS.length);
  const end = roundUp(Math.max(...shown.map(peakOf), 0));
  return [
    text(panel.title, { x: LEFT, y: 18, 'font-weight': 600 }),
    ...span.faults.map((fault) => band(span, fault)),
    ...[0, end / 2, end].map((value) => gridLine(value, end, panel)),
    ...limitLine(panel, end),
    ...shown.map((curve, index) => line(curve, index, span, end)),
    ...shown.map(({ name }, index) => legend(name, index)),
  ].join('\n');

  function peakOf(curve: Curve): number {
    return extent(curve, span)[1];
  }
}

function x(atMs: number, { fromMs, toMs }: Span): number {
  return rounded(LEFT + ((atMs - fromMs) / (toMs - fromMs)) * (RIGHT - LEFT));
}

function y(value: number, end: number): number {
  return rounded(BOTTOM - (value / end) * (BOTTOM - TOP));
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function band(span: Span, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const [from, to] = [x(fromMs, span), x(toMs, span)];
  return element('rect', { x: from, y: TOP, width: rounded(to - from), height: BOTTOM - TOP, fill: '#fde2e2' });
}

function gridLine(value: number, end: number, { unit }: Panel): string {
  const at = y(value, end);
  const label = text(labelOf(value, unit), { x: LEFT - 6, y: at + 4, 'text-anchor': 'end', fill: '#666' });
  return element('path', { d: `M${LEFT} ${at}H${RIGHT}`, stroke: '#ddd' }) + label;
}

/** Where it is low enough to be in the picture. */
function limitLine({ limit }: Panel, end: number): string[] {
  if (limit === undefined || limit > end) return [];
  return [element('path', { d: `M${LEFT} ${y(limit, end)}H${RIGHT}`, stroke: '#c4162a', 'stroke-dasharray': '5 4' })];
}

function line({ points }: Curve, index: number, span: Span, end: number): string {
  const places = points.map(({ atMs, value }) => `${x(atMs, span)},${y(value, end)}`);
  return element('polyline', { points: places.join(' '), fill: 'none', stroke: colorOf(index), 'stroke-width': 1.6 });
}

function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? '';
}

function legend(name: string, index: number): string {
  const left = LEFT + (index % LEGEND_COLUMNS) * ((RIGHT - LEFT) / LEGEND_COLUMNS);
  const top = BOTTOM + 20 + Math.floor(index / LEGEND_COLUMNS) * LEGEND_LINE;
  const short = name.length > LEGEND_LETTERS ? `…${name.slice(1 - LEGEND_LETTERS)}` : name;
  return (
    element('rect', { x: left, y: top - 8, width: 8, height: 8, fill: colorOf(index) }) +
    text(short, { x: left + 12, y: top, fill: '#444', 'font-size': 10 })
  );
}
