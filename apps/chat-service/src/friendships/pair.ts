/** Two people, the smaller id first: as their text sorts, so do UUIDs in PostgreSQL. */
export type Pair = readonly [low: string, high: string];

export function pairOf(one: string, other: string): Pair {
  return one < other ? [one, other] : [other, one];
}
