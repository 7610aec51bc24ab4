import { EXAMPLE_IDS } from '@messenger/dto';
import type { Invite } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const CODE = 'p1Vt0l5j0Jm3c4Qd1bA8Yw0mU0yT6t9c2mB7fJkQxZs';

@ApiSchema({ description: 'A link to create accounts by.' })
export class InviteView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.invite, description: 'Names the invite.' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'For the choir', description: 'For its maker alone.' })
  note!: string | null;

  @ApiProperty({ type: 'integer', example: 10, description: 'How many accounts it is good for.' })
  maxUses!: number;

  @ApiProperty({ type: 'integer', example: 3, description: 'How many were created by it.' })
  uses!: number;

  @ApiProperty({ description: 'When it stops to be good.' })
  expiresAt!: Date;

  @ApiProperty({ type: Date, nullable: true, description: 'When it was taken back.' })
  revokedAt!: Date | null;

  @ApiProperty({ description: 'When it was made.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'An invite that was just made: its code is shown this once.' })
export class NewInviteView {
  @ApiProperty({ type: InviteView, description: 'As the list shows it.' })
  invite!: InviteView;

  @ApiProperty({ example: CODE, description: 'What `invite` of a registration takes.' })
  code!: string;

  @ApiProperty({
    example: `http://127.0.0.1:3000/#invite=${CODE}`,
    description: 'The page of this server, with the code: for a message, or a QR code.',
  })
  url!: string;
}

@ApiSchema({ description: 'A page of my invites.' })
export class InvitePageView {
  @ApiProperty({ type: [InviteView], description: 'The newest first.' })
  invites!: InviteView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

export function toInviteView({ note, expiresAt, revokedAt, createdAt, ...invite }: Invite): InviteView {
  const times = { expiresAt: expiresAt as Date, revokedAt: revokedAt ?? null, createdAt: createdAt as Date };
  return { ...invite, note: note ?? null, ...times };
}
