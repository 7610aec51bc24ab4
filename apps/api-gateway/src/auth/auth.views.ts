import type { Identity, JsonWebKey, Session, Tokens } from '@messenger/proto';
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

export class IdentityView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['google'] })
  provider!: string;

  @ApiProperty({ example: 'ada@example.com', description: 'As the provider knew it when the identity was added.' })
  email!: string;

  @ApiProperty()
  createdAt!: Date;
}

export class IdentitiesView {
  @ApiProperty({ type: [IdentityView], description: 'Oldest first.' })
  identities!: IdentityView[];
}

export class JsonWebKeyView implements JsonWebKey {
  @ApiProperty({ enum: ['RSA'] })
  kty!: string;

  @ApiProperty({ enum: ['sig'] })
  use!: string;

  @ApiProperty({ enum: ['RS256'] })
  alg!: string;

  @ApiProperty({ example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' })
  kid!: string;

  @ApiProperty({ example: 'xU1m-9mJb7kq…', description: 'Modulus, base64url.' })
  n!: string;

  @ApiProperty({ example: 'AQAB' })
  e!: string;
}

export class JwksView {
  @ApiProperty({ type: [JsonWebKeyView], description: 'The active key first.' })
  keys!: JsonWebKeyView[];
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

export function toIdentityView({ id, provider, email, createdAt }: Identity): IdentityView {
  return { id, provider, email, createdAt: createdAt as Date };
}
