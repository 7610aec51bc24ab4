import { CreateReportDto } from '@messenger/dto';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CHAT_CLIENT, USER_CLIENT, type ChatClient, type UserClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { ReportView, toReportView } from './reports.views.js';

@ApiTags('Reports')
@ApiBearerAuth()
@Controller('v1/reports')
export class ReportsController {
  constructor(
    @Inject(USER_CLIENT) private readonly users: UserClient,
    @Inject(CHAT_CLIENT) private readonly chats: ChatClient,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Report somebody',
    description:
      'Or one of their messages in a chat with me: administrators see it as it is now, and with `withContext` the five before and after it. The other one does not learn of it.',
  })
  @ApiCreatedResponse({ type: ReportView })
  async createReport(@Body() body: CreateReportDto): Promise<ReportView> {
    await this.users.getUser({ userId: body.userId });
    const { report } = await this.chats.createReport(body);
    return toReportView(required(report));
  }
}
