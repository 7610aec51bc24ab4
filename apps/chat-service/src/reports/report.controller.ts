import { AdministratorsGuard, CurrentCaller, type Caller } from '@messenger/authentication';
import { CloseReportDto, CreateReportDto, GetReportDto, ListReportsDto } from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  ReportServiceService,
  type CloseReportResponse,
  type Complete,
  type CreateReportResponse,
  type GetReportResponse,
  type ListReportsResponse,
  type ReportService,
} from '@messenger/proto';
import { UseGuards } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ReceivedReportsService } from './received-reports.service.js';
import { ReportsService } from './reports.service.js';

@GrpcController(ReportServiceService)
export class ReportController implements RpcHandlers<ReportService> {
  constructor(
    private readonly reports: ReportsService,
    private readonly received: ReceivedReportsService,
  ) {}

  async createReport(
    request: CreateReportDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<Complete<CreateReportResponse>> {
    return { report: await this.reports.create(request, userId) };
  }

  @UseGuards(AdministratorsGuard)
  listReports(@Payload() request: ListReportsDto): Promise<Complete<ListReportsResponse>> {
    return this.received.list(request);
  }

  @UseGuards(AdministratorsGuard)
  async getReport(@Payload() { reportId }: GetReportDto): Promise<Complete<GetReportResponse>> {
    return { report: await this.received.get(reportId) };
  }

  @UseGuards(AdministratorsGuard)
  async closeReport(
    request: CloseReportDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<Complete<CloseReportResponse>> {
    return { report: await this.received.close(request, userId) };
  }
}
