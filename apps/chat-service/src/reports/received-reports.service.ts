import { ADMINISTRATORS, type Administrators } from '@messenger/authentication';
import { Database, decodePageToken, DEFAULT_PAGE_SIZE, keysetPage } from '@messenger/database';
import type { CloseReportDto, ListReportsDto } from '@messenger/dto';
import type { Complete, ListReportsResponse, ReceivedReport } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { toReceivedReport, type ReportRow } from './report.mapper.js';
import { ReportNotFoundError } from './reports.errors.js';
import { ReportsRepository } from './reports.repository.js';

/** Reports as administrators see and close them. */
@Injectable()
export class ReceivedReportsService {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportsRepository,
    @Inject(ADMINISTRATORS) private readonly administrators: Pick<Administrators, 'recordAct'>,
  ) {}

  /** @throws ValidationFailedError naming `pageToken` */
  async list(request: ListReportsDto): Promise<Complete<ListReportsResponse>> {
    const { state, pageSize = DEFAULT_PAGE_SIZE, pageToken } = request;
    const which = state === 'closed' ? 'closed' : 'open';
    const rows = await this.reports.list(this.database, which, decodePageToken(pageToken), pageSize + 1);
    const { items, nextPageToken } = keysetPage(rows, pageSize, ({ createdAt, id }) => ({ time: createdAt, id }));
    return { reports: items.map(toReceivedReport), nextPageToken };
  }

  /** @throws ReportNotFoundError */
  async get(id: string): Promise<Complete<ReceivedReport>> {
    return toReceivedReport(found(await this.reports.find(this.database, id)));
  }

  /** The entry in the audit log comes first: nothing is closed without one. @throws ReportNotFoundError */
  async close({ reportId, note }: CloseReportDto, adminId: string): Promise<Complete<ReceivedReport>> {
    const { reportedId: targetId } = found(await this.reports.find(this.database, reportId));
    await this.administrators.recordAct({ action: 'close_report', targetId, reason: note });
    return toReceivedReport(found(await this.reports.close(this.database, reportId, adminId, note)));
  }
}

function found(report: ReportRow | undefined): ReportRow {
  if (report === undefined) throw new ReportNotFoundError();
  return report;
}
