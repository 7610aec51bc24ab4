import { sql, type RawBuilder } from 'kysely';

export interface Interval {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

const UNITS = { days: 'days', hours: 'hours', minutes: 'mins', seconds: 'secs' } as const;

/** The start of the transaction, moved by the interval: `now({ days: -30 })` is 30 days before. */
export function now(shift: Interval = {}): RawBuilder<Date> {
  return sql<Date>`${sql.join([sql`now()`, ...intervals(shift)], sql` + `)}`;
}

/** The time at which the statement gets there, after the locks that it has waited for; moved by the interval. */
export function clockTimestamp(shift: Interval = {}): RawBuilder<Date> {
  return sql<Date>`${sql.join([sql`clock_timestamp()`, ...intervals(shift)], sql` + `)}`;
}

function intervals(shift: Interval): RawBuilder<unknown>[] {
  return Object.entries(shift).map(
    ([unit, length]) => sql`make_interval(${sql.raw(UNITS[unit as keyof Interval])} => ${length})`,
  );
}
