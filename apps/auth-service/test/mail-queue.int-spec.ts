import { isDeepStrictEqual } from 'node:util';
import { metricsRegistry } from '@messenger/health';
import { eventually } from '@messenger/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SmtpMailer } from '../src/mail/smtp-mailer.js';
import {
  accountsOnPostgres,
  anEmail,
  PASSWORD,
  type AccountsOnPostgres,
  type Instance,
  query,
} from './accounts-on-postgres.js';
import { MailServer } from './mail-server.js';

describe('the mail queue', () => {
  let postgres: AccountsOnPostgres;
  let server: MailServer;
  let auth: Instance;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
    server = new MailServer();
    await server.start();
    auth = postgres.instance({ mailer: new SmtpMailer(server.url, 'Messenger <messenger@example.com>') });
  });
  beforeEach(async () => {
    server.refusal = undefined;
    await query(postgres.sql, `DELETE FROM outgoing_mails`);
  });
  afterAll(async () => {
    await server.stop();
    await postgres.close();
  });

  const registered = async (email = anEmail()): Promise<string> => {
    await auth.accounts.register(email, PASSWORD);
    return email;
  };
  const metric = async (name: string, labels: object = {}): Promise<number> => {
    const { values = [] } = (await metricsRegistry.getSingleMetric(name)?.get()) ?? {};
    return values.find((one) => isDeepStrictEqual({ ...one.labels }, labels))?.value ?? 0;
  };
  const mails = (purpose: string, outcome: string) => metric('mails_total', { purpose, outcome });
  const waiting = (email: string) =>
    query<{ attempts: number; due: boolean }>(
      postgres.sql,
      `SELECT attempts, send_after <= now() AS due FROM outgoing_mails WHERE email = $1`,
      [email],
    );

  it('has a budget for each kind: verifications of an office use up no reset', async () => {
    await postgres.resetRateLimits();
    const warned = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const mailer = new SmtpMailer(server.url, 'Messenger <messenger@example.com>');
    const office = postgres.instance({ mailer, mailLimits: { caller: 2 } });
    const suppressed = await mails('verification', 'suppressed');
    for (let i = 0; i < 4; i++) await office.accounts.register(anEmail(), PASSWORD);
    expect(await mails('verification', 'suppressed')).toBe(suppressed + 2);
    expect(warned.mock.calls.filter(([message]) => String(message).includes('not sent'))).toHaveLength(2);
    const email = anEmail('reset');
    await query(postgres.sql, `DELETE FROM outgoing_mails`);
    await office.reset.request(email);
    expect(await waiting(email)).toHaveLength(1);
    warned.mockRestore();
  });

  it('shows in the metrics what waits, was sent, and was given up', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const before = { sent: await mails('verification', 'sent'), failed: await mails('verification', 'failed') };
    await registered();
    expect(await metric('mails_queued')).toBe(1);
    await auth.dispatcher.dispatch();
    await registered();
    server.refusal = 550;
    await auth.dispatcher.dispatch();
    expect(await mails('verification', 'sent')).toBe(before.sent + 1);
    expect(await mails('verification', 'failed')).toBe(before.failed + 1);
    expect(await metric('mails_queued')).toBe(0);
    warned.mockRestore();
  });

  it('sends a mail as text and as HTML, with the link', async () => {
    const email = await registered();
    await auth.dispatcher.dispatch();
    const [mail] = server.to(email);
    expect(mail?.from?.text).toBe('"Messenger" <messenger@example.com>');
    expect(mail?.subject).toBe('Please confirm your e-mail address');
    const [link = ''] = /https:\/\/chat\.example\.com\/#verify-email=[\w-]{43}$/m.exec(mail?.text ?? '') ?? [];
    expect(mail?.html).toContain(`<a href="${link}">`);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(await waiting(email)).toEqual([]);
  });

  it('keeps a mail while the mail server is down, and sends it once afterwards', async () => {
    const email = await registered();
    await server.stop();
    await auth.dispatcher.dispatch();
    expect(await waiting(email)).toEqual([{ attempts: 1, due: false }]);
    expect(await auth.dispatcher.dispatch()).toBe(0);
    await postgres.makeDue();
    await auth.dispatcher.dispatch();
    expect(await waiting(email)).toEqual([{ attempts: 2, due: false }]);
    await server.start();
    await postgres.makeDue();
    await auth.dispatcher.dispatch();
    expect(await auth.dispatcher.dispatch()).toBe(0);
    expect(server.to(email)).toHaveLength(1);
  });

  it('sends each mail once with three parallel dispatchers', async () => {
    const emails = await Promise.all(Array.from({ length: 20 }, () => registered()));
    const drain = async (): Promise<void> => {
      while ((await auth.dispatcher.dispatch()) > 0);
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(emails.map((email) => server.to(email).length)).toEqual(Array(20).fill(1));
  });

  it('sends a mail again whose dispatcher has died, after the lease', async () => {
    const email = await registered();
    await query(
      postgres.sql,
      `UPDATE outgoing_mails SET attempts = 1, send_after = now() + interval '4 minutes' WHERE email = $1`,
      [email],
    );
    expect(await auth.dispatcher.dispatch()).toBe(0);
    await postgres.makeDue();
    await auth.dispatcher.dispatch();
    expect(server.to(email)).toHaveLength(1);
  });

  it('retries after a temporary refusal, and gives up after a permanent one or a day', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const email = await registered();
    server.refusal = 451;
    await auth.dispatcher.dispatch();
    expect(await waiting(email)).toHaveLength(1);
    server.refusal = 550;
    await postgres.makeDue();
    await auth.dispatcher.dispatch();
    expect(await waiting(email)).toEqual([]);

    const late = await registered();
    server.refusal = 451;
    await query(postgres.sql, `UPDATE outgoing_mails SET requested_at = now() - interval '25 hours'`);
    await auth.dispatcher.dispatch();
    expect(await waiting(late)).toEqual([]);

    expect(warned.mock.calls.map(([message]) => message as string)).toEqual([
      'A mail could not be sent yet',
      'A mail is given up',
      'A mail is given up',
    ]);
    expect(JSON.stringify(warned.mock.calls)).not.toContain('@');
    warned.mockRestore();
  });

  it('holds one mail for a purpose and an address', async () => {
    const email = await registered();
    for (let i = 0; i < 3; i++) {
      await postgres.resetRateLimits();
      await auth.reset.request(email);
    }
    expect(await waiting(email)).toHaveLength(2);
  });

  it('is polled by a running service, which shuts down at once', async () => {
    const email = await registered();
    auth.dispatcher.onApplicationBootstrap();
    await eventually(() => expect(server.to(email)).toHaveLength(1));
    const ended = await Promise.race([auth.dispatcher.onApplicationShutdown(), sleep(1_000, 'late')]);
    expect(ended).toBeUndefined();
  });
});
