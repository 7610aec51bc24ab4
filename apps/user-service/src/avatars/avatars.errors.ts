import { DomainError, USER_REASONS } from '@messenger/errors';

export class AvatarNotFoundError extends DomainError {
  constructor() {
    super(USER_REASONS.AVATAR_NOT_FOUND, 'There is no such avatar, or not any more');
  }
}

export class UnsupportedImageError extends DomainError {
  constructor() {
    super(USER_REASONS.UNSUPPORTED_IMAGE, 'The file must be a JPEG, PNG or WebP image, and nothing else');
  }
}

/** The same reason, and the way out: the decoders that may be shipped know no HEVC. */
export class HeicImageError extends DomainError {
  constructor() {
    super(
      USER_REASONS.UNSUPPORTED_IMAGE,
      'HEIC pictures cannot be read: save it as JPEG first. An iPhone takes JPEG after Settings > Camera > Formats > Most Compatible',
    );
  }
}

export class CorruptImageError extends DomainError {
  constructor() {
    super(USER_REASONS.CORRUPT_IMAGE, 'The image cannot be decoded');
  }
}

export class ImageTooLargeError extends DomainError {
  constructor() {
    super(USER_REASONS.IMAGE_TOO_LARGE, 'The image has too many pixels, or is too costly to decode');
  }
}
