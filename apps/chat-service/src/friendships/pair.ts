/** Two people, the smaller id first: as their text sorts, so do UUIDs in PostgreSQL. */
export type UserPair = readonly [low: string, high: string];

export function pairOf(one: string, other: string): UserPair {
  return one < other ? [one, other] : [other, one];
}
