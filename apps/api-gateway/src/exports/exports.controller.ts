import { CurrentCaller, type Caller } from '@messenger/authentication';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Res, type StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { UuidPipe } from '../http/uuid.pipe.js';
import { ApiProblems, ApiProblemsOf } from '../openapi/api-problems.decorator.js';
import { ExportFile } from './export-file.js';
import { ExportJobs } from './export-jobs.js';
import { ExportFileNotReadyError } from './exports.errors.js';
import { ExportsView, ExportView, toExportView } from './exports.views.js';

const ZIP = { 'application/zip': { schema: { type: 'string', format: 'binary' } } };

@ApiTags('Exports')
@ApiBearerAuth()
@Controller('v1/exports')
export class ExportsController {
  constructor(
    @Inject(USER_CLIENT) private readonly users: UserClient,
    private readonly jobs: ExportJobs,
    private readonly file: ExportFile,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Ask for my data',
    description:
      'Begins to make a ZIP file of everything that is mine here: pages to read (`index.html`) and JSON Lines. One at a time; a new one replaces the last.',
  })
  @ApiAcceptedResponse({ type: ExportView, description: 'It has begun.' })
  @ApiOkResponse({ type: ExportView, description: 'One runs already.' })
  async startExport(
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportView> {
    const { dataExport, created } = await this.jobs.start(caller);
    reply.status(created ? 202 : 200);
    return toExportView(required(dataExport));
  }

  @Get()
  @ApiOperation({ summary: 'List my exports', description: 'One or none; a file is kept for some days.' })
  @ApiOkResponse({ type: ExportsView })
  async listExports(): Promise<ExportsView> {
    const { exports } = await this.users.listExports({});
    return { exports: exports.map(toExportView) };
  }

  @Get(':exportId')
  @ApiOperation({ summary: 'See how far an export is', description: 'Ask again each second or two while it runs.' })
  @ApiOkResponse({ type: ExportView })
  async getExport(@Param('exportId', UuidPipe) exportId: string): Promise<ExportView> {
    const { dataExport } = await this.users.getExport({ exportId });
    return toExportView(required(dataExport));
  }

  @Get(':exportId/file')
  @ApiOperation({
    summary: 'Fetch the file of an export',
    description: 'For its owner alone. A download that broke goes on by `Range`.',
  })
  @ApiHeader({ name: 'Range', required: false, description: 'One range of bytes, as bytes=0-1023.' })
  @ApiOkResponse({ content: ZIP, description: 'The whole file.' })
  @ApiResponse({ status: 206, content: ZIP, description: 'The bytes that were asked for.' })
  @ApiProblemsOf('GetExportPart')
  @ApiProblems({ 416: ['RANGE_NOT_SATISFIABLE'] })
  async getExportFile(
    @Param('exportId', UuidPipe) exportId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const dataExport = required((await this.users.getExport({ exportId })).dataExport);
    if (dataExport.state !== 'ready') throw new ExportFileNotReadyError();
    return this.file.send(dataExport, reply);
  }

  @Delete(':exportId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an export', description: 'One that runs ends.' })
  @ApiNoContentResponse()
  async deleteExport(@Param('exportId', UuidPipe) exportId: string): Promise<void> {
    await this.users.deleteExport({ exportId });
  }
}
