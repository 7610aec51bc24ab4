import type { JsonWebKey } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A public key (RFC 7517).' })
export class JsonWebKeyView implements JsonWebKey {
  @ApiProperty({ enum: ['RSA'], description: 'The kind of key.' })
  kty!: string;

  @ApiProperty({ enum: ['sig'], description: 'For signatures.' })
  use!: string;

  @ApiProperty({ enum: ['RS256'], description: 'How tokens are signed.' })
  alg!: string;

  @ApiProperty({
    example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    description: 'Named in the header of each token.',
  })
  kid!: string;

  @ApiProperty({ example: 'xU1m-9mJb7kq…', description: 'Modulus, base64url.' })
  n!: string;

  @ApiProperty({ example: 'AQAB', description: 'Exponent, base64url.' })
  e!: string;
}

@ApiSchema({ description: 'The public keys that verify access tokens.' })
export class JwksView {
  @ApiProperty({ type: [JsonWebKeyView], description: 'The active key first.' })
  keys!: JsonWebKeyView[];
}
