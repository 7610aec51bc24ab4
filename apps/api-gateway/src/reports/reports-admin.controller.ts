import { ClosureDto, ListReportsDto } from '@messenger/dto';
import type { ReceivedReport } from '@messenger/proto';
import { Body, Controller, Get, Inject, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminRoutesGuard } from '../administration/admin-routes.guard.js';
import { CHAT_CLIENT, type ChatClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { ProfilesReader } from '../users/profiles.js';
import { ReceivedReportView, ReportPageView, toReceivedReportView } from './reports.views.js';

@ApiTags('Administration')
@ApiBearerAuth()
@UseGuards(AdminRoutesGuard)
@Controller('v1/admin/reports')
export class ReportsAdminController {
  constructor(
    @Inject(CHAT_CLIENT) private readonly chats: ChatClient,
    private readonly profiles: ProfilesReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List reports', description: 'Those that are open, or those that are closed.' })
  @ApiOkResponse({ type: ReportPageView })
  async listReports(@Query() query: ListReportsDto): Promise<ReportPageView> {
    const { reports, nextPageToken } = await this.chats.listReports(query);
    const [reporterOf, reportedOf] = await Promise.all([
      this.profiles.read(reports.map(({ reporterId }) => reporterId)),
      this.profiles.read(reports.map(({ reportedId }) => reportedId)),
    ]);
    return { reports: reports.map((report) => toReceivedReportView(report, reporterOf, reportedOf)), nextPageToken };
  }

  @Get(':reportId')
  @ApiOperation({ summary: 'Read a report', description: 'With the messages that it is about.' })
  @ApiOkResponse({ type: ReceivedReportView })
  async getReport(@Param('reportId', UuidPipe) reportId: string): Promise<ReceivedReportView> {
    return this.view((await this.chats.getReport({ reportId })).report);
  }

  @Put(':reportId/closure')
  @ApiOperation({ summary: 'Close a report', description: 'Says what was done; again, it changes that.' })
  @ApiOkResponse({ type: ReceivedReportView })
  async closeReport(
    @Param('reportId', UuidPipe) reportId: string,
    @Body() { note }: ClosureDto,
  ): Promise<ReceivedReportView> {
    return this.view((await this.chats.closeReport({ reportId, note })).report);
  }

  private async view(answer: ReceivedReport | undefined): Promise<ReceivedReportView> {
    const report = required(answer);
    const profileOf = await this.profiles.read([report.reporterId, report.reportedId]);
    return toReceivedReportView(report, profileOf, profileOf);
  }
}
