import { Database } from '@messenger/database';
import { UnavailableError } from '@messenger/errors';
import { findErased } from '@messenger/outbox';
import type { FinishExportRequest, GetExportPartRequest, PutExportPartRequest } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { UserNotFoundError } from '../profiles/profiles.errors.js';
import type { DataExport } from './data-export.js';
import { ExportNotFoundError, ExportNotReadyError } from './exports.errors.js';
import { ExportsRepository } from './exports.repository.js';

export interface StartedExport {
  row: DataExport;
  /** Whether this call has begun it. */
  created: boolean;
}

/** Files of people's own data, while they are written and until they expire. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportsRepository,
  ) {}

  /** While one runs, that one is the answer. @throws UserNotFoundError where the person was erased */
  start(userId: string): Promise<StartedExport> {
    return this.database.transaction(async (transaction) => {
      if ((await findErased(transaction, [userId])).length > 0) throw new UserNotFoundError();
      await this.exports.deleteEnded(transaction, userId);
      const begun = await this.exports.insert(transaction, userId);
      const running = begun ?? (await this.exports.findOf(transaction, userId));
      if (running === undefined) throw new UnavailableError('The export has just been deleted');
      return { row: running, created: begun !== undefined };
    });
  }

  async list(userId: string): Promise<DataExport[]> {
    const found = await this.exports.findOf(this.database, userId);
    return found === undefined ? [] : [found];
  }

  /** @throws ExportNotFoundError */
  async get(userId: string, id: string): Promise<DataExport> {
    const found = await this.exports.find(this.database, userId, id);
    if (found === undefined) throw new ExportNotFoundError();
    return found;
  }

  async delete(userId: string, id: string): Promise<void> {
    await this.exports.delete(this.database, userId, id);
  }

  /** @throws ExportNotFoundError where no such export is being written */
  async putPart(userId: string, part: PutExportPartRequest): Promise<void> {
    if (!(await this.exports.putPart(this.database, userId, part))) throw new ExportNotFoundError();
  }

  /** Repeating it changes nothing. @throws ExportNotFoundError where no such export is being written */
  async finish(
    userId: string,
    { exportId, state }: FinishExportRequest & { state: 'ready' | 'failed' },
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if (!(await this.exports.finish(transaction, userId, exportId, state))) {
        const known = await this.exports.find(transaction, userId, exportId);
        if (known?.state !== state) throw new ExportNotFoundError();
      }
      if (state === 'failed') await this.exports.deleteParts(transaction, exportId);
    });
  }

  /** Empty behind the last part. @throws ExportNotFoundError, ExportNotReadyError */
  async readPart(userId: string, part: GetExportPartRequest): Promise<Buffer> {
    const { state } = await this.get(userId, part.exportId);
    if (state !== 'ready') throw new ExportNotReadyError();
    return (await this.exports.readPart(this.database, part)) ?? Buffer.alloc(0);
  }
}
