import type { Session } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'curl/8.5.0' })
  userAgent!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ip!: string | null;

  @ApiProperty()
  createdAt!: Date;

  @ApiProperty({ description: 'The last refresh, or the sign-in.' })
  lastUsedAt!: Date;

  @ApiProperty({ description: 'Whether this is the session that asks.' })
  current!: boolean;
}

export class SessionsView {
  @ApiProperty({ type: [SessionView] })
  sessions!: SessionView[];
}

export function toSessionView({ id, userAgent, ip, createdAt, lastUsedAt, current }: Session): SessionView {
  return {
    id,
    userAgent: userAgent ?? null,
    ip: ip ?? null,
    createdAt: createdAt as Date,
    lastUsedAt: lastUsedAt as Date,
    current,
  };
}
