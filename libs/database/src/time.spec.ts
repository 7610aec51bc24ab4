import { describe, expect, it } from 'vitest';
import { queryBuilder } from './query-builder.js';
import { clockTimestamp, now } from './time.js';

const db = queryBuilder<{ sessions: { id: string; expiresAt: Date } }>();

describe('a time of the database', () => {
  it.each([
    [now(), 'now()', []],
    [now({ minutes: 10 }), 'now() + make_interval(mins => $1)', [10]],
    [
      clockTimestamp({ days: -1, seconds: -30 }),
      'clock_timestamp() + make_interval(days => $1) + make_interval(secs => $2)',
      [-1, -30],
    ],
  ])('is moved by intervals, as parameters: %#', (time, text, parameters) => {
    const statement = db.selectFrom('sessions').select('id').where('expiresAt', '<', time).compile();
    expect(statement.sql).toBe(`select "id" from "sessions" where "expires_at" < ${text}`);
    expect(statement.parameters).toEqual(parameters);
  });
});
