import type { SessionRevoked } from '@messenger/proto';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RevokedSessions } from './revoked-sessions.js';

@Controller()
export class RevokedSessionsEventsController {
  constructor(private readonly revokedSessions: RevokedSessions) {}

  @EventPattern('auth.session_revoked.v1')
  onSessionRevoked(@Payload() { sessionId }: SessionRevoked): void {
    this.revokedSessions.add(sessionId);
  }
}
