import { ReplayDeadLettersDto } from '@messenger/dto';
import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUTH_CLIENT, type AuthClient } from '../clients/clients.module.js';
import { AdminRoutesGuard } from './admin-routes.guard.js';
import { DeadLetters } from './dead-letters.js';
import { DeadLettersView, ReplayView } from './dead-letters.views.js';

@ApiTags('Administration')
@ApiBearerAuth()
@UseGuards(AdminRoutesGuard)
@Controller('v1/admin/dead-letters')
export class DeadLettersAdminController {
  constructor(
    @Inject(AUTH_CLIENT) private readonly admin: AuthClient,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List dead letters', description: 'Events that services have given up on, and why.' })
  @ApiOkResponse({ type: DeadLettersView })
  async listDeadLetters(): Promise<DeadLettersView> {
    return { deadLetters: await this.deadLetters.list() };
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replay dead letters',
    description: 'Sends one event, or all of them, to their services again, once the cause is mended.',
  })
  @ApiOkResponse({ type: ReplayView })
  async replayDeadLetters(@Body() { eventId }: ReplayDeadLettersDto): Promise<ReplayView> {
    const letters = await this.deadLetters.list();
    // The entries in the audit log come first.
    for (const { service, id: targetId, type } of letters.filter(({ id }) => eventId === undefined || id === eventId)) {
      await this.admin.recordAct({ action: 'replay_dead_letter', targetId, reason: `${type} to ${service}` });
    }
    return { replayed: await this.deadLetters.replay(eventId) };
  }
}
