import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import sharp, { type OutputInfo } from 'sharp';
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from './avatars.errors.js';
import { isPolyglot, isSupportedImage } from './image-kind.js';

/** Width and height. */
const AVATAR_SIDE_PIXELS = 512;
const MAX_AVATAR_BYTES = 200_000;
/** Tried in this order until one fits. The last always does: even noise then takes some 120,000 bytes. */
const QUALITIES = [80, 60, 40, 20, 5];

/** More than a camera puts into 5 MB; an interlaced PNG of that size takes 200 MB of memory while it is decoded. */
const MAX_UPLOAD_PIXELS = 50_000_000;
const DECODING_TIMEOUT_SECONDS = 4;
const MAX_CONCURRENT_IMAGES = 2;
/** Of up to 5 MB each: two cores take about 2 s for them. */
const MAX_QUEUED_IMAGES = 24;
const RETRY_AFTER_SECONDS = 2;

// Uploads are hostile input: all decoders of libvips are off but these three.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

interface Pixels {
  data: Buffer;
  info: OutputInfo;
}

/** Makes avatars of uploaded images, two at a time. Throws RateLimitedError when 24 more are queued. */
@Injectable()
export class AvatarMaker {
  private readonly limit = pLimit(MAX_CONCURRENT_IMAGES);

  /**
   * Returns the picture as an avatar: WebP, square, upright, without metadata.
   *
   * @throws UnsupportedImageError, CorruptImageError, ImageTooLargeError, RateLimitedError
   */
  async make(image: Buffer): Promise<Buffer> {
    if (!isSupportedImage(image) || isPolyglot(image)) throw new UnsupportedImageError();
    if (this.limit.pendingCount >= MAX_QUEUED_IMAGES) throw new RateLimitedError(RETRY_AFTER_SECONDS);
    return this.limit(async () => {
      await assertDecodable(image);
      return encode(await decode(image));
    });
  }
}

/** Reads the header alone. */
async function assertDecodable(image: Buffer): Promise<void> {
  const { width, height } = await sharp(image, { limitInputPixels: false }).metadata().catch(refuse);
  if (width * height > MAX_UPLOAD_PIXELS) throw new ImageTooLargeError();
}

function decode(image: Buffer): Promise<Pixels> {
  return sharp(image, { limitInputPixels: MAX_UPLOAD_PIXELS, failOn: 'error', autoOrient: true })
    .resize(AVATAR_SIDE_PIXELS, AVATAR_SIDE_PIXELS, { fit: 'cover' })
    .timeout({ seconds: DECODING_TIMEOUT_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse);
}

async function encode({ data, info }: Pixels): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const webp = await sharp(data, { raw: info }).webp({ quality, alphaQuality: quality }).toBuffer();
    if (webp.length <= MAX_AVATAR_BYTES) return webp;
  }
  throw new ImageTooLargeError();
}

function refuse(error: unknown): never {
  throw (error as Error).message.startsWith('timeout') ? new ImageTooLargeError() : new CorruptImageError();
}
