import { readFileSync } from 'node:fs';
import { instance } from '@viz-js/viz';

/** The SVG of a Graphviz source. */
export async function diagram(source: string): Promise<string> {
  const viz = await instance();
  return viz.renderString(readFileSync(source, 'utf8'), { format: 'svg' });
}
