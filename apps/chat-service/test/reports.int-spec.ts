import { AdministratorsGuard } from '@messenger/authentication';
import { NotFoundError, RateLimitedError, UnavailableError } from '@messenger/errors';
import { raw } from '@messenger/database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessagesRepository } from '../src/messages/messages.repository.js';
import { ReceivedReportsService } from '../src/reports/received-reports.service.js';
import { ReportsCleanup } from '../src/reports/reports.cleanup.js';
import { ReportNotFoundError } from '../src/reports/reports.errors.js';
import { ReportsRepository } from '../src/reports/reports.repository.js';
import { ReportsService } from '../src/reports/reports.service.js';
import { chatFixture, type ChatFixture } from './chat-fixture.js';

/** Stands for auth-service and its audit log. */
class FakeAuth {
  failure: Error | undefined;
  readonly acts: object[] = [];

  checkAdmin = (): Promise<object> => this.answer();
  recordAct = async (act: object): Promise<object> => {
    await this.answer();
    this.acts.push(act);
    return {};
  };

  private answer(): Promise<object> {
    return this.failure === undefined ? Promise.resolve({}) : Promise.reject(this.failure);
  }
}

describe('a report', () => {
  let fixture: ChatFixture;
  let auth: FakeAuth;
  let reports: ReportsService;
  let received: ReceivedReportsService;
  const repository = new ReportsRepository();
  const admin = uuidv7();

  beforeAll(async () => {
    fixture = await chatFixture();
    auth = new FakeAuth();
    reports = new ReportsService(fixture.database.sql, repository, new MessagesRepository(), 3);
    received = new ReceivedReportsService(fixture.database.sql, repository, auth);
  });
  afterAll(() => fixture.close());

  const report = async (reporterId: string, userId: string = uuidv7()) =>
    (await reports.create({ userId, text: 'a reason' }, reporterId)).id;

  it('is one of so many a day, of whoever comes at once', async () => {
    const author = uuidv7();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => report(author)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as Error).name)).toEqual([RateLimitedError.name, RateLimitedError.name]);
    await fixture.database.sql.run(
      raw(`UPDATE reports SET created_at = now() - interval '25 hours' WHERE reporter_id = $1`, [author]),
    );
    await report(author);
  });

  it('is not closed where the audit log cannot be written', async () => {
    const id = await report(uuidv7());
    auth.failure = new UnavailableError();
    await expect(received.close({ reportId: id, note: 'done' }, admin)).rejects.toThrow(UnavailableError);
    auth.failure = undefined;
    expect((await received.get(id)).closedAt).toBeUndefined();
  });

  it('is closed once, with what was done last and who has done it', async () => {
    const reported = uuidv7();
    const id = await report(uuidv7(), reported);
    const [one, other] = [uuidv7(), uuidv7()];
    const first = await received.close({ reportId: id, note: 'warned' }, one);
    const second = await received.close({ reportId: id, note: 'suspended' }, other);
    expect(second).toMatchObject({ closedAt: first.closedAt, closedBy: other, note: 'suspended' });
    expect(auth.acts.slice(-2)).toEqual([
      { action: 'close_report', targetId: reported, reason: 'warned' },
      { action: 'close_report', targetId: reported, reason: 'suspended' },
    ]);
    await expect(received.close({ reportId: uuidv7(), note: 'x' }, one)).rejects.toThrow(ReportNotFoundError);
  });

  it('is listed page by page, open and closed ones apart', async () => {
    const ids = [await report(uuidv7()), await report(uuidv7()), await report(uuidv7())];
    await received.close({ reportId: ids[1]!, note: 'done' }, admin);
    const listed: string[] = [];
    for (let pageToken: string | undefined; pageToken !== '';) {
      const page = await received.list({ pageSize: 1, ...(pageToken !== undefined && { pageToken }) });
      listed.push(...page.reports.map(({ id }) => id));
      pageToken = page.nextPageToken;
    }
    expect(listed.slice(0, 2)).toEqual([ids[2], ids[0]]);
    expect(new Set(listed).size).toBe(listed.length);
    expect((await received.list({ state: 'closed' })).reports[0]?.id).toBe(ids[1]);
  });

  it('is deleted some time after it was closed, and not while it is open', async () => {
    const [open, young, old] = [await report(uuidv7()), await report(uuidv7()), await report(uuidv7())];
    for (const reportId of [young, old]) await received.close({ reportId, note: 'done' }, admin);
    const close = (id: string, interval: string) =>
      fixture.database.sql.run(
        raw(`UPDATE reports SET closed_at = now() - $2::interval WHERE id = $1`, [id, interval]),
      );
    await close(old, '181 days');
    await close(young, '179 days');
    await new ReportsCleanup(fixture.database.sql, repository, 180).run();
    await expect(received.get(old)).rejects.toThrow(ReportNotFoundError);
    expect([(await received.get(open)).id, (await received.get(young)).id]).toEqual([open, young]);
  });

  it('is shown to whom auth-service calls an administrator at that moment, and to nobody where it does not answer', async () => {
    const guard = new AdministratorsGuard(auth);
    expect(await guard.canActivate()).toBe(true);
    for (const failure of [new NotFoundError(), new UnavailableError()]) {
      auth.failure = failure;
      await expect(guard.canActivate()).rejects.toThrow(failure);
    }
    auth.failure = undefined;
  });
});
