import { expect, it } from 'vitest';
import { summaryOf } from './statement-summary.js';

it.each([
  ['COMMIT', 'COMMIT'],
  ['SELECT 1', 'SELECT'],
  [`SELECT pg_advisory_xact_lock('outbox'::regclass::oid::bigint)`, 'SELECT'],
  ['select "id" from "chats" where "id" = $1 order by "id" for update', 'SELECT chats'],
  ['select "id", exists (select 1 from "friendships" where (friends)) as "friends" from "chats"', 'SELECT chats'],
  [
    'with "written" as (insert into "messages" ("id") select $1 returning "id") select * from "written"',
    'INSERT messages',
  ],
  ['WITH log AS (SELECT max(position) FROM outbox) INSERT INTO outbox (position) SELECT 1 FROM log', 'INSERT outbox'],
  ['INSERT INTO usage (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET sent = 1', 'INSERT usage'],
  ['update "chats" set "last_seq" = $1 from "last"', 'UPDATE chats'],
  ['UPDATE outbox AS o SET awaits_broker = false', 'UPDATE outbox'],
  ['DELETE FROM inbox WHERE event_id IN (SELECT event_id FROM old)', 'DELETE inbox'],
])('sums up %s', (text, summary) => {
  expect(summaryOf(text)).toBe(summary);
});
