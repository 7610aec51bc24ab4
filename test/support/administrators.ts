import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inheritedEnv } from '@messenger/stack';
import { inject } from 'vitest';
import { aPerson, type Person } from './people.js';
import type { TestStack } from './test-stack.js';

/** As `make admin` runs it. */
export async function makeAdmin(email: string): Promise<void> {
  const env = { ...inheritedEnv(), ...inject('appEnv')['auth-service'] };
  await promisify(execFile)('node', ['dist/auth-service/apps/auth-service/src/grant-admin.js', email], { env });
}

/** Of a stack in the hands of a test. */
export async function anAdminOf(stack: TestStack): Promise<Person> {
  const person = await aPerson(stack.api);
  await stack.schema('auth-service').query('UPDATE accounts SET admin = true WHERE id = $1', [person.id]);
  return person;
}

/** What the audit log says of a person, the latest first. */
export async function entriesAbout({ api }: Person, targetId: string): Promise<object[]> {
  const { body } = await api.get('/v1/admin/audit-log?pageSize=100');
  return (body as { entries: { targetId: string }[] }).entries.filter((entry) => entry.targetId === targetId);
}
