import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '@messenger/authentication';
import { RateLimitedError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import type { DataExport, StartExportResponse } from '@messenger/proto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { backgroundContext } from './background-context.js';
import { exportEntries } from './export-entries.js';
import type { ExportProgress } from './export-progress.js';
import { OwnData } from './own-data.js';
import { PartWriter } from './part-writer.js';
import { patiently } from './patiently.js';
import { ZipArchive } from './zip-archive.js';

/** Each reads as fast as the services answer, and holds some megabytes. */
const MAX_AT_ONCE = 4;
const RETRY_AFTER_SECONDS = 30;
/** For the jobs under way to say that they have failed. */
const SHUTDOWN_WAIT_MS = 3_000;

/** Makes exports, after the answers to the requests for them. One that cannot be finished is marked as failed. */
@Injectable()
export class ExportJobs implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ExportJobs.name);
  private readonly jobs = new Set<Promise<void>>();
  private starting = 0;
  private stopping = false;

  constructor(
    @Inject(USER_CLIENT) private readonly users: UserClient,
    private readonly data: OwnData,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  /** Resolves once an export has begun, or with the one that runs. @throws RateLimitedError where too many are made here */
  async start({ sessionId }: Caller): Promise<StartExportResponse> {
    if (this.jobs.size + this.starting >= MAX_AT_ONCE) throw new RateLimitedError(RETRY_AFTER_SECONDS);
    this.starting++;
    try {
      const started = await this.users.startExport({});
      if (started.created) this.track(this.run(required(started.dataExport), sessionId));
      return started;
    } finally {
      this.starting--;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.race([Promise.all(this.jobs), sleep(SHUTDOWN_WAIT_MS, undefined, { ref: false })]);
  }

  private track(job: Promise<void>): void {
    this.jobs.add(job);
    void job.finally(() => this.jobs.delete(job));
  }

  /** Never rejects. */
  private run({ id: exportId, createdAt }: DataExport, sessionId: string): Promise<void> {
    return requestContext.run(backgroundContext(), async () => {
      try {
        await this.write(exportId, createdAt as Date, sessionId);
        await patiently(() => this.users.finishExport({ exportId, state: 'ready' }));
      } catch (error) {
        this.logger.warn('An export has failed', error as Error);
        await this.users.finishExport({ exportId, state: 'failed' }).catch(() => undefined);
      }
    });
  }

  private async write(exportId: string, createdAt: Date, sessionId: string): Promise<void> {
    const progress: ExportProgress = { writtenMessages: 0, totalMessages: 0 };
    const parts = new PartWriter(async (number, content) => {
      await patiently(() => this.users.putExportPart({ exportId, number, content, ...progress }));
    });
    const archive = new ZipArchive((bytes) => parts.write(bytes), createdAt);
    for await (const entry of exportEntries(this.data, progress)) {
      this.requireGoingOn(sessionId);
      await archive.add(entry);
    }
    await archive.end();
    await parts.end();
  }

  private requireGoingOn(sessionId: string): void {
    if (this.stopping) throw new Error('The process ends');
    this.revokedSessions.requireActive(sessionId);
  }
}
