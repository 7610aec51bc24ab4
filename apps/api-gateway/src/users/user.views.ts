import type { User } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

export class UserView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'ada' })
  nickname!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Countess of computing',
    description: 'null until first written.',
  })
  about!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  avatarUrl!: string | null;

  @ApiProperty()
  createdAt!: Date;
}

export class UserPageView {
  @ApiProperty({ type: [UserView], description: 'Best match first.' })
  users!: UserView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

/** A person as lists and chats show them. */
export class ProfileView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'grace',
    description: 'null in the moments before the profile exists.',
  })
  nickname!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  avatarUrl!: string | null;
}

export function toUserView({ id, nickname, about, avatarUrl, createdAt }: User): UserView {
  return { id, nickname, about: about ?? null, avatarUrl: avatarUrl ?? null, createdAt: createdAt as Date };
}
