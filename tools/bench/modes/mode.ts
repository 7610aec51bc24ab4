import type { BenchStack } from '../bench-stack.js';

/** What one subject of a mode has measured in one run. */
export interface Measured {
  subject: string;
  values: Record<string, number>;
}

/** One thing to measure. It is repeated, and its subjects take turns in each run. */
export interface Mode {
  /** For the table's reader. */
  title: string;
  run(bench: BenchStack): AsyncIterable<Measured>;
}
