import { median } from './statistics.js';

/** What one run has measured of one subject: names with their unit, and values. */
export interface Sample {
  mode: string;
  /** Who was measured, and by which way: "ejabberd", "http", "socket". */
  subject: string;
  values: Record<string, number>;
}

/** The runs of a mode with one subject. */
export interface Result {
  mode: string;
  subject: string;
  values: Record<string, { median: number; min: number; max: number }>;
}

export function summarize(samples: Sample[]): Result[] {
  return groupsOf(samples, ({ mode, subject }) => `${mode} ${subject}`).map((group) => {
    const { mode, subject, values } = group[0] as Sample;
    const names = Object.keys(values);
    return { mode, subject, values: Object.fromEntries(names.map((name) => [name, spread(group, name)])) };
  });
}

/** The items of each key, in the order of their first ones. */
function groupsOf<T>(items: T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

function spread(samples: Sample[], name: string) {
  const values = samples.map((sample) => sample.values[name] ?? NaN);
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** A table in Markdown for each mode: median [min-max]. */
export function toMarkdown(results: Result[]): string {
  return groupsOf(results, ({ mode }) => mode)
    .map((ofMode) => tableOf(ofMode[0]?.mode ?? '', ofMode))
    .join('\n\n');
}

function tableOf(mode: string, results: Result[]): string {
  const names = [...new Set(results.flatMap(({ values }) => Object.keys(values)))];
  const lines = [
    `| ${[mode, ...names].join(' | ')} |`,
    `| ${['---', ...names.map(() => '---:')].join(' | ')} |`,
    ...results.map(({ subject, values }) => `| ${[subject, ...names.map((name) => cell(values[name]))].join(' | ')} |`),
  ];
  return lines.join('\n');
}

function cell(value: Result['values'][string] | undefined): string {
  if (value === undefined) return '';
  if (value.min === value.max) return short(value.median);
  return `${short(value.median)} [${short(value.min)}-${short(value.max)}]`;
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
