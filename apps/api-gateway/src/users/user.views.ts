import type { User } from '@messenger/proto';
import { ApiProperty } from '@nestjs/swagger';

const AVATAR_URL = '/v1/avatars/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.webp';

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

  @ApiProperty({ type: String, nullable: true, example: AVATAR_URL, description: 'Relative to the API.' })
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

/** A user as lists and chats show them. */
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

  @ApiProperty({ type: String, nullable: true, example: AVATAR_URL, description: 'Relative to the API.' })
  avatarUrl!: string | null;
}

/** The multipart form of an upload. */
export class AvatarUpload {
  @ApiProperty({ type: 'string', format: 'binary' })
  file!: Buffer;
}

export function toUserView({ id, nickname, about, avatarUrl, createdAt }: User): UserView {
  return { id, nickname, about: about ?? null, avatarUrl: avatarUrl ?? null, createdAt: createdAt as Date };
}
