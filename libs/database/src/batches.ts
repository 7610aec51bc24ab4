/** Rows that one statement deletes: fewer than a statement's time limit allows, and no lock is held for long. */
export const BATCH_ROWS = 2_000;

/** Repeats a statement that takes up to so many rows, and resolves with their number, until it finds fewer. */
export async function inBatches(step: (rows: number) => Promise<number>, rows = BATCH_ROWS): Promise<void> {
  while ((await step(rows)) >= rows);
}
