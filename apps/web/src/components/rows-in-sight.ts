/** Rows of a list: from the first up to, without, the last. */
export interface RowRange {
  from: number;
  to: number;
}

export interface Viewport {
  /** How far the list's beginning is above what is seen. */
  topPx: number;
  heightPx: number;
  /** Of each row. */
  rowPx: number;
}

/** Shown beyond both edges, so that nothing is missing while one scrolls. */
const MARGIN_ROWS = 20;
/** The range moves by so many rows at once. */
const STEP_ROWS = 10;

/** The rows that have to be in the page: those in sight, and some around them. */
export function rowsInSight(count: number, { topPx, heightPx, rowPx }: Viewport): RowRange {
  const first = Math.floor(topPx / rowPx) - MARGIN_ROWS;
  const last = Math.ceil((topPx + heightPx) / rowPx) + MARGIN_ROWS;
  const from = Math.floor(Math.max(0, first) / STEP_ROWS) * STEP_ROWS;
  const to = Math.ceil(last / STEP_ROWS) * STEP_ROWS;
  return { from: Math.min(from, Math.max(0, count - 1)), to: Math.min(count, Math.max(to, 0)) };
}
