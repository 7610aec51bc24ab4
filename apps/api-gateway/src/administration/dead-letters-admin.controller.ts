import { ReplayDeadLettersDto } from '@messenger/dto';
import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminRoutesGuard } from './admin-routes.guard.js';
import { DeadLetters } from './dead-letters.js';
import { DeadLettersView, ReplayView } from './dead-letters.views.js';

@ApiTags('Administration')
@ApiBearerAuth()
@UseGuards(AdminRoutesGuard)
@Controller('v1/admin/dead-letters')
export class DeadLettersAdminController {
  constructor(private readonly deadLetters: DeadLetters) {}

  @Get()
  @ApiOperation({ summary: 'List dead letters', description: 'Events that services have given up on, and why.' })
  @ApiOkResponse({ type: DeadLettersView })
  listDeadLetters(): Promise<DeadLettersView> {
    return this.deadLetters.list();
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replay dead letters',
    description: 'Sends one event, or all of them, to their services again, once the cause is mended.',
  })
  @ApiOkResponse({ type: ReplayView })
  replayDeadLetters(@Body() { eventId }: ReplayDeadLettersDto): Promise<ReplayView> {
    return this.deadLetters.replay(eventId);
  }
}
