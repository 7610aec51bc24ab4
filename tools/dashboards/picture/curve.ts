/** A value over time, as Prometheus gives it. */
export interface Curve {
  name: string;
  points: Point[];
}

export interface Point {
  atMs: number;
  value: number;
}

/** When something was broken. */
export interface Fault {
  title: string;
  fromMs: number;
  toMs: number;
}

/** The time that a picture shows, and what happened in it. */
export interface Span {
  fromMs: number;
  toMs: number;
  faults: Fault[];
}

/** The lowest and the highest value of a curve within a time; 0 where it has none. */
export function extent({ points }: Curve, { fromMs, toMs }: Pick<Span, 'fromMs' | 'toMs'>): [number, number] {
  const values = points.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).map(({ value }) => value);
  return values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
}
