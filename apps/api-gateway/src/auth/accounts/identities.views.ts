import { EXAMPLE_IDS } from '@messenger/dto';
import type { Identity } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A way to sign in besides the password.' })
export class IdentityView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.identity, description: 'Names the identity.' })
  id!: string;

  @ApiProperty({ enum: ['google'], description: 'Who vouches for the person.' })
  provider!: string;

  @ApiProperty({ example: 'ada@example.com', description: 'As the provider knew it when the identity was added.' })
  email!: string;

  @ApiProperty({ description: 'When it was added.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'My ways to sign in besides the password.' })
export class IdentitiesView {
  @ApiProperty({ type: [IdentityView], description: 'Oldest first.' })
  identities!: IdentityView[];
}

export function toIdentityView({ id, provider, email, createdAt }: Identity): IdentityView {
  return { id, provider, email, createdAt: createdAt as Date };
}
