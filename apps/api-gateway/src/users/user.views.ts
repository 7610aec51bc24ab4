import { EXAMPLE_IDS } from '@messenger/dto';
import { withPublicPath } from '../http/public-path.js';
import type { User } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const AVATAR_URL = '/v1/avatars/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.webp';

@ApiSchema({ description: "Somebody's profile." })
export class UserView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.ada, description: 'Names the person.' })
  id!: string;

  @ApiProperty({ example: 'ada', description: 'Unique, whatever the case.' })
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

  @ApiProperty({ description: 'When the profile was made.' })
  createdAt!: Date;
}

@ApiSchema({ description: 'A page of people found.' })
export class UserPageView {
  @ApiProperty({ type: [UserView], description: 'Best match first.' })
  users!: UserView[];

  @ApiProperty({ example: '', description: '"" at the end.' })
  nextPageToken!: string;
}

/** A user as lists and chats show them. */
@ApiSchema({ description: 'A person as lists and chats show them.' })
export class ProfileView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.grace, description: 'Names the person.' })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'grace',
    description: 'null in the moments before the profile exists, and once the account was deleted.',
  })
  nickname!: string | null;

  @ApiProperty({ type: String, nullable: true, example: AVATAR_URL, description: 'Relative to the API.' })
  avatarUrl!: string | null;
}

/** The multipart form of an upload. */
@ApiSchema({ description: 'The form of an upload.' })
export class AvatarUpload {
  @ApiProperty({ type: 'string', format: 'binary', description: 'A JPEG, PNG or WebP of at most 5 MB.' })
  file!: Buffer;
}

export function toUserView(user: User): UserView {
  const { id, nickname, about, createdAt } = user;
  return { id, nickname, about: about ?? null, avatarUrl: avatarUrlOf(user), createdAt: createdAt as Date };
}

export function avatarUrlOf(user: User | undefined): string | null {
  return user?.avatarUrl === undefined ? null : withPublicPath(user.avatarUrl);
}
