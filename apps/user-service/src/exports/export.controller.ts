import { CurrentCaller, type Caller } from '@messenger/authentication';
import { ExportIdDto, FinishExportDto, GetExportPartDto, PutExportPartDto } from '@messenger/dto';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  ExportServiceService,
  type Complete,
  type DataExport,
  type DeleteExportResponse,
  type ExportService,
  type FinishExportResponse,
  type GetExportPartResponse,
  type GetExportResponse,
  type ListExportsResponse,
  type PutExportPartResponse,
  type StartExportResponse,
} from '@messenger/proto';
import { Inject } from '@nestjs/common';
import type { DataExport as DataExportRow } from './data-export.js';
import { toDataExport } from './exports.mapper.js';
import { EXPORT_RETENTION_DAYS } from './exports.options.js';
import { ExportsService } from './exports.service.js';

@GrpcController(ExportServiceService)
export class ExportController implements RpcHandlers<ExportService> {
  constructor(
    private readonly exports: ExportsService,
    @Inject(EXPORT_RETENTION_DAYS) private readonly retentionDays: number,
  ) {}

  async startExport(_request: object, @CurrentCaller() { userId }: Caller): Promise<Complete<StartExportResponse>> {
    const { row, created } = await this.exports.start(userId);
    return { dataExport: this.toMessage(row), created };
  }

  async listExports(_request: object, @CurrentCaller() { userId }: Caller): Promise<Complete<ListExportsResponse>> {
    return { exports: (await this.exports.list(userId)).map((row) => this.toMessage(row)) };
  }

  async getExport(
    { exportId }: ExportIdDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<Complete<GetExportResponse>> {
    return { dataExport: this.toMessage(await this.exports.get(userId, exportId)) };
  }

  async deleteExport({ exportId }: ExportIdDto, @CurrentCaller() { userId }: Caller): Promise<DeleteExportResponse> {
    await this.exports.delete(userId, exportId);
    return {};
  }

  async putExportPart(part: PutExportPartDto, @CurrentCaller() { userId }: Caller): Promise<PutExportPartResponse> {
    await this.exports.putPart(userId, part);
    return {};
  }

  async finishExport(request: FinishExportDto, @CurrentCaller() { userId }: Caller): Promise<FinishExportResponse> {
    await this.exports.finish(userId, request);
    return {};
  }

  async getExportPart(part: GetExportPartDto, @CurrentCaller() { userId }: Caller): Promise<GetExportPartResponse> {
    return { content: await this.exports.readPart(userId, part) };
  }

  private toMessage(row: DataExportRow): Complete<DataExport> {
    return toDataExport(row, this.retentionDays);
  }
}
