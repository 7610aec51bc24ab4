import { EXAMPLE_IDS } from '@messenger/dto';
import type { Tokens } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A session: what to call the API with, and what to get the next token with.' })
export class TokensView implements Omit<Tokens, 'refreshToken'> {
  @ApiProperty({ example: 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln', description: 'RS256 JWT, 15 minutes.' })
  accessToken!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs',
    description: 'Opaque; replaced at each use. Null where a cookie keeps it.',
  })
  refreshToken!: string | null;

  @ApiProperty({ enum: ['Bearer'], description: 'How the access token is sent.' })
  tokenType!: string;

  @ApiProperty({ type: 'integer', example: 900, description: 'Seconds.' })
  expiresIn!: number;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.ada, description: 'Who is signed in.' })
  userId!: string;
}
