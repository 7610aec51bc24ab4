import { Database } from '@messenger/database';
import type { CreateReportDto } from '@messenger/dto';
import { RateLimitedError, UnauthenticatedError, ValidationFailedError } from '@messenger/errors';
import { findErased } from '@messenger/outbox';
import type { Complete, Report } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { ChatNotFoundError } from '../chats/chats.errors.js';
import type { MessageRow } from '../message.js';
import { MessagesRepository } from '../messages/messages.repository.js';
import { keptMessage, toReport } from './report.mapper.js';
import { ReportedMessageNotFoundError, ReportedUserNotFoundError } from './reports.errors.js';
import { REPORTS_PER_DAY } from './reports.options.js';
import { ReportsRepository } from './reports.repository.js';

/** Messages on either side of the reported one. */
const CONTEXT_MESSAGES = 5;
const RETRY_AFTER_SECONDS = 60 * 60;

/** Takes reports, with what they are about as it is at that moment. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportsRepository,
    private readonly messages: MessagesRepository,
    @Inject(REPORTS_PER_DAY) private readonly reportsPerDay: number,
  ) {}

  /** @throws ReportedUserNotFoundError, ChatNotFoundError, ReportedMessageNotFoundError, RateLimitedError */
  async create(request: CreateReportDto, reporterId: string): Promise<Complete<Report>> {
    const { userId: reportedId, chatId = null, messageId = null, text } = request;
    if (reportedId === reporterId) {
      throw new ValidationFailedError([{ field: 'userId', message: 'userId must be somebody else' }]);
    }
    const evidence = await this.evidence(request, reporterId);
    return this.database.transaction(async (transaction) => {
      const erased = await findErased(transaction, [reporterId, reportedId]);
      if (erased.includes(reporterId)) throw new UnauthenticatedError();
      if (erased.length > 0) throw new ReportedUserNotFoundError();
      const made = await this.reports.lockAndCount(transaction, reporterId);
      if (made >= this.reportsPerDay) throw new RateLimitedError(RETRY_AFTER_SECONDS);
      const messages = JSON.stringify(evidence.map(keptMessage));
      const report = { id: uuidv7(), reporterId, reportedId, chatId, messageId, text, messages };
      return toReport(await this.reports.insert(transaction, report));
    });
  }

  /** The reported message, and where the author chose so those around it, ascending. */
  private async evidence(request: CreateReportDto, reporterId: string): Promise<MessageRow[]> {
    const { userId, chatId, messageId, withContext = false } = request;
    if (chatId === undefined || messageId === undefined) return [];
    const message = await this.messages.findOfSender(this.database, chatId, messageId, userId);
    const around = await this.around(chatId, reporterId, message?.seq ?? 0, withContext ? CONTEXT_MESSAGES : 0);
    if (message === undefined || message.deletedAt !== null) throw new ReportedMessageNotFoundError();
    return around;
  }

  /** @throws ChatNotFoundError where the chat is not the reporter's */
  private async around(chatId: string, reporterId: string, seq: number, reach: number): Promise<MessageRow[]> {
    const range = {
      afterSeq: seq - reach - 1,
      beforeSeq: seq + reach + 1,
      order: 'asc',
      limit: 2 * reach + 1,
    } as const;
    const history = await this.messages.findHistory(this.database, chatId, reporterId, range);
    if (history === undefined) throw new ChatNotFoundError();
    return history.messages;
  }
}
