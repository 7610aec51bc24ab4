import { randomUUID } from 'node:crypto';
import type { EventContext } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import type { Caller } from '@messenger/authentication';
import { rowsMentioning, unconnectedOutbox } from '@messenger/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountDeletionService } from '../src/account-deletion/account-deletion.service.js';
import { AccountDeletionsRepository } from '../src/deletion-requests/account-deletions.repository.js';
import { AccountEraser } from '../src/account-deletion/account-eraser.js';
import { ErasureConfirmations } from '../src/account-deletion/erasure-confirmations.js';
import { ErasureConfirmationsController } from '../src/account-deletion/erasure-confirmations.controller.js';
import { MailQueueRepository } from '../src/mail/mail-queue.repository.js';
import { SessionsRepository } from '../src/sessions/sessions.repository.js';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  Mailbox,
  PASSWORD,
  query,
  reasonOf,
  type AccountsOnPostgres,
  type Instance,
} from './accounts-on-postgres.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('the deletion of an account', () => {
  let postgres: AccountsOnPostgres;
  let auth: Instance;
  let eraser: AccountEraser;
  let confirmations: ErasureConfirmationsController;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
    auth = postgres.instance({ mailer: new Mailbox() });
    const { sql } = postgres;
    const deletions = new AccountDeletionsRepository();
    eraser = new AccountEraser(
      ...([sql, unconnectedOutbox(sql), auth.accountsRepository, new SessionsRepository()] as const),
      ...([auth.sessions, new MailQueueRepository(), deletions] as const),
    );
    confirmations = new ErasureConfirmationsController(new Inbox(sql), new ErasureConfirmations(sql, deletions));
  });
  afterAll(() => postgres.close());

  const deletion = (graceDays: number) =>
    new AccountDeletionService(
      ...([graceDays, postgres.sql, auth.accountsRepository, auth.accounts] as const),
      ...([auth.sessions, new AccountDeletionsRepository()] as const),
    );

  async function aPerson(): Promise<{ email: string; caller: Caller }> {
    const email = anEmail('canary');
    return { email, caller: callerOf(await auth.accounts.register(email, PASSWORD)) };
  }

  const anHourOld = (caller: Caller): Caller => ({ ...caller, authenticatedAt: new Date(Date.now() - 3_600_000) });

  const exists = async (email: string) =>
    (await auth.accountsRepository.findByEmail(postgres.sql, email)) !== undefined;

  const erasureOf = async ({ userId }: Caller) => {
    const [row] = await query<{ erasureId: string; waitingFor: string[] }>(
      postgres.sql,
      `SELECT erasure_id, waiting_for FROM account_deletions WHERE user_id = $1`,
      [userId],
    );
    return row;
  };

  const confirm = (service: 'user' | 'subscriber' | 'chat', erasureId: string, id: string = randomUUID()) =>
    confirmations[`${service}Erased`]({ erasureId }, { id } as EventContext);

  async function erased(person: { caller: Caller }): Promise<string> {
    await deletion(0).request(person.caller, PASSWORD, false);
    await eraser.run();
    return (await erasureOf(person.caller))?.erasureId ?? '';
  }

  it.each([
    ['a wrong password', 'not the password', 'INVALID_CREDENTIALS', (caller: Caller) => caller],
    ['no password, an hour after the sign-in', undefined, 'RECENT_SIGN_IN_REQUIRED', anHourOld],
  ])('is refused with %s', async (_what, password, reason, at) => {
    const { email, caller } = await aPerson();
    expect(await reasonOf(deletion(0).request(at(caller), password, false))).toBe(reason);
    await eraser.run();
    expect(await exists(email)).toBe(true);
  });

  it.each([
    ['the password, however old the sign-in', PASSWORD, anHourOld],
    ['a recent sign-in', undefined, (caller: Caller) => caller],
  ])('takes %s, and ends every session', async (_what, password, at) => {
    const { email, caller } = await aPerson();
    const elsewhere = await auth.accounts.login(email, PASSWORD);
    const eraseAt = await deletion(7).request(at(caller), password, false);
    expect(eraseAt.getTime() - Date.now()).toBeGreaterThan(7 * DAY_MS - 60_000);
    expect(await reasonOf(auth.sessions.refresh(elsewhere.refreshToken))).toBe('REFRESH_TOKEN_INVALID');
    await eraser.run();
    expect(await exists(email)).toBe(true);
  });

  it('is cancelled by signing in during the grace period', async () => {
    const { email, caller } = await aPerson();
    await deletion(7).request(caller, PASSWORD, false);
    await auth.accounts.login(email, PASSWORD);
    await query(postgres.sql, `UPDATE account_deletions SET erase_at = now() WHERE user_id = $1`, [caller.userId]);
    await eraser.run();
    expect(await exists(email)).toBe(true);
    expect(await erasureOf(caller)).toBeUndefined();
  });

  it('erases everything once the grace period is over, and the address is free again', async () => {
    const { email, caller } = await aPerson();
    await auth.accounts.login(email, PASSWORD);
    await deletion(0).request(caller, PASSWORD, true);
    await eraser.run();

    expect(await rowsMentioning(postgres.sql, email)).toEqual([]);
    const published = await query(postgres.sql, `SELECT payload FROM outbox WHERE type = $1 AND subject = $2`, [
      'auth.account_deleted.v1',
      caller.userId,
    ]);
    const { erasureId } = (await erasureOf(caller))!;
    expect(published).toEqual([{ payload: { userId: caller.userId, erasureId, keepMessages: true } }]);
    expect((await auth.accounts.register(email, PASSWORD)).userId).not.toBe(caller.userId);
  });

  it('has the gateways refuse the access tokens for as long as they are valid', async () => {
    const { caller } = await aPerson();
    await deletion(0).request(caller, PASSWORD, false);
    await eraser.run();
    const { sessions } = await auth.sessions.listRevoked({});
    expect(sessions.map(({ sessionId }) => sessionId)).toContain(caller.sessionId);
  });

  it('is finished when every service has confirmed it, in any order and however often: then nothing is left', async () => {
    const person = await aPerson();
    const erasureId = await erased(person);
    const eventId = randomUUID();
    await confirm('chat', erasureId, eventId);
    await confirm('chat', erasureId, eventId);
    await confirm('chat', erasureId);
    await confirm('subscriber', erasureId);
    expect((await erasureOf(person.caller))?.waitingFor).toEqual(['user-service']);
    await confirm('user', erasureId);
    await confirm('user', erasureId);

    expect(await rowsMentioning(postgres.sql, person.caller.userId, person.email)).toEqual([]);
    const logged = await query<{ position: number }>(postgres.sql, `SELECT position FROM outbox ORDER BY position`);
    expect(logged.map(({ position }) => position)).toEqual(logged.map((_row, index) => index + 1));
  });

  it('ignores confirmations of an erasure that it does not know', async () => {
    const person = await aPerson();
    await erased(person);
    for (const service of ['user', 'subscriber', 'chat'] as const) await confirm(service, randomUUID());
    expect((await erasureOf(person.caller))?.waitingFor).toHaveLength(3);
  });

  it('and a sign-in at the same moment: either the account stays, or nobody is signed in', async () => {
    for (let round = 0; round < 5; round++) {
      const { email, caller } = await aPerson();
      await deletion(0).request(caller, PASSWORD, false);
      const [signedIn] = await Promise.all([
        reasonOf(auth.accounts.login(email, PASSWORD)),
        eraser.run(),
        eraser.run(),
      ]);
      const stays = await exists(email);
      expect({ signedIn, stays }, `round ${round}`).toEqual(
        stays ? { signedIn: undefined, stays } : { signedIn: 'INVALID_CREDENTIALS', stays },
      );
    }
  });
});
