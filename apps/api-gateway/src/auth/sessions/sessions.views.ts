import { EXAMPLE_IDS } from '@messenger/dto';
import type { Session } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A device that is signed in.' })
export class SessionView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.session, description: 'Names the session.' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'curl/8.5.0', description: 'What the device called itself.' })
  userAgent!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7', description: 'Where it signed in from.' })
  ip!: string | null;

  @ApiProperty({ description: 'When it signed in.' })
  createdAt!: Date;

  @ApiProperty({ description: 'The last refresh, or the sign-in.' })
  lastUsedAt!: Date;

  @ApiProperty({ description: 'Whether this is the session that asks.' })
  current!: boolean;
}

@ApiSchema({ description: 'My devices.' })
export class SessionsView {
  @ApiProperty({ type: [SessionView], description: 'Last used first.' })
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
