import type { Identity } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

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

export function toIdentityView({ id, provider, email, createdAt }: Identity): IdentityView {
  return { id, provider, email, createdAt: createdAt as Date };
}
