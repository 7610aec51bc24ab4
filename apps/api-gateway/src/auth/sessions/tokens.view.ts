import type { Tokens } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

export class TokensView implements Tokens {
  @ApiProperty({ example: 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln', description: 'RS256 JWT, 15 minutes.' })
  accessToken!: string;

  @ApiProperty({ example: 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs', description: 'Opaque; replaced at each use.' })
  refreshToken!: string;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType!: string;

  @ApiProperty({ type: 'integer', example: 900, description: 'Seconds.' })
  expiresIn!: number;

  @ApiProperty({ format: 'uuid' })
  userId!: string;
}
