import { ListAuditLogDto } from '@messenger/dto';
import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../clients/clients.module.js';
import { AdminRoutesGuard } from './admin-routes.guard.js';
import { AuditLogPageView, FiguresView, toAuditEntryView } from './administration.views.js';

@ApiTags('Administration')
@ApiBearerAuth()
@UseGuards(AdminRoutesGuard)
@Controller('v1/admin')
export class InstanceAdminController {
  constructor(@Inject(AUTH_CLIENT) private readonly admin: AuthClient) {}

  @Get('figures')
  @ApiOperation({ summary: 'Read the figures', description: 'How many accounts there are, and how many are used.' })
  @ApiOkResponse({ type: FiguresView })
  getFigures(): Promise<FiguresView> {
    return this.admin.getFigures({});
  }

  @Get('audit-log')
  @ApiOperation({
    summary: 'Read the audit log',
    description: 'What administrators have done, the latest first. Nobody can change or delete an entry.',
  })
  @ApiOkResponse({ type: AuditLogPageView })
  async listAuditLog(@Query() query: ListAuditLogDto): Promise<AuditLogPageView> {
    const { entries, nextPageToken } = await this.admin.listAuditLog(query);
    return { entries: entries.map(toAuditEntryView), nextPageToken };
  }
}
