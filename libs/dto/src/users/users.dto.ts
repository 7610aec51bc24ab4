import type {
  BatchGetUsersRequest,
  GetAvatarRequest,
  GetUserRequest,
  SearchUsersRequest,
  SetAvatarRequest,
  UpdateMeRequest,
} from '@messenger/proto';
import { ArrayMaxSize, IsArray, IsUUID, Matches, ValidateBy } from 'class-validator';
import { Convert } from '../fields/convert.js';
import { Describe, DescribeModel } from '../fields/describe.js';
import { Id } from '../fields/id.js';
import { PageSize, PageToken } from '../fields/paging.js';
import { Optional, Text, Trimmed } from '../fields/text.js';

@DescribeModel('What to change; the rest stays.')
export class UpdateMeDto implements UpdateMeRequest {
  @Describe({
    minLength: 3,
    maxLength: 32,
    pattern: '^[A-Za-z0-9_]{3,32}$',
    example: 'ada',
    description: 'Unique, whatever the case.',
  })
  @Optional()
  @Trimmed()
  @Matches(/^[A-Za-z0-9_]{3,32}$/, { message: 'nickname must be 3 to 32 of A-Z a-z 0-9 _' })
  nickname?: string;

  @Text({ min: 0, max: 500, example: 'Countess of computing', description: 'Whatever others are to know.' })
  @Optional()
  about?: string;
}

/** Takes the @ away that people write before a nickname. */
function WithoutAt(): PropertyDecorator {
  return Convert((value) => (typeof value === 'string' ? value.replace(/^@+(?=.)/u, '') : value));
}

/** Of an uploaded image. */
export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

export class SetAvatarDto implements SetAvatarRequest {
  @ValidateBy({
    name: 'imageSize',
    validator: {
      validate: (value: unknown) => Buffer.isBuffer(value) && value.length > 0 && value.length <= MAX_IMAGE_BYTES,
      defaultMessage: () => `image must have 1 to ${MAX_IMAGE_BYTES} bytes`,
    },
  })
  image!: Buffer;
}

export class GetAvatarDto implements GetAvatarRequest {
  @Matches(/^[0-9a-f]{64}$/, { message: 'hash must be 64 hexadecimal digits in lower case' })
  hash!: string;
}

export class GetUserDto implements GetUserRequest {
  @Id()
  userId!: string;
}

export class SearchUsersDto implements SearchUsersRequest {
  @Text({
    min: 1,
    max: 32,
    example: 'ada',
    description: 'A nickname, its beginning, or something like it; an @ before it is ignored.',
  })
  @WithoutAt()
  query!: string;

  @PageSize()
  pageSize?: number;

  @PageToken()
  pageToken?: string;
}

export class BatchGetUsersDto implements BatchGetUsersRequest {
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  userIds!: string[];
}
