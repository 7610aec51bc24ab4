import { raw, type Sql, type Transaction } from '@messenger/database';

/**
 * For a service's first migration. erased_users: the ids of people whose accounts were erased, for ever: by them an event or
 * a request that comes late is recognized, and writes nothing about the person again.
 */
export const CREATE_ERASED_USERS = [
  `CREATE TABLE erased_users (
    id uuid PRIMARY KEY,
    erased_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
];

/** Waits for the transactions in which `findErased` has not found the person: what they write is there to be erased. */
export async function addErasedUser(transaction: Transaction, id: string): Promise<void> {
  await transaction.run(raw(`SELECT pg_advisory_xact_lock(${lockKeyOf('$1')})`, [id]));
  await transaction.run(raw(`INSERT INTO erased_users (id) VALUES ($1) ON CONFLICT DO NOTHING`, [id]));
}

/** Those of the people who are erased; none of the others is before the transaction ends. */
export async function findErased(transaction: Transaction, ids: string[]): Promise<string[]> {
  const locked = `SELECT pg_advisory_xact_lock_shared(${lockKeyOf('id')}) FROM unnest($1::text[]) AS id`;
  const found = raw<{ id: string }>(`SELECT id FROM erased_users WHERE id = ANY ($1::uuid[])`, [ids]);
  // In one round trip. Two statements: the second one's snapshot is of after the locks.
  const [, erased] = await Promise.all([transaction.run(raw(locked, [ids])), transaction.run(found)]);
  return erased.map(({ id }) => id);
}

export async function isErased(sql: Sql, id: string): Promise<boolean> {
  return (await sql.run(raw(`SELECT 1 AS found FROM erased_users WHERE id = $1`, [id]))).length > 0;
}

/** Of this schema alone: advisory locks are those of the whole database. */
function lockKeyOf(id: string): string {
  return `hashtextextended(${id}::text, 'erased_users'::regclass::oid::bigint)`;
}
