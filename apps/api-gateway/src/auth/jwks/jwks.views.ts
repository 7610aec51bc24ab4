import type { JsonWebKey } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

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
