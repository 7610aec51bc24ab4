import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import sharp, { type CreateRaw } from 'sharp';
import { CorruptImageError, HeicImageError, ImageTooLargeError, UnsupportedImageError } from './avatars.errors.js';
import { decodingBytes } from './decoding-memory.js';
import { isHeic, isPolyglot, isSupportedImage } from './image-kind.js';

/** Width and height. */
const AVATAR_SIDE_PIXELS = 512;
const MAX_AVATAR_BYTES = 200_000;
/** Tried in this order until one fits. The last always does: even noise then takes some 120,000 bytes. */
const QUALITIES = [80, 60, 40, 20, 5];

/** More than a camera puts into 5 MB. */
const MAX_UPLOAD_PIXELS = 50_000_000;
/** Enough for a progressive JPEG of 24 million pixels; the memory limit of a pod follows from it. */
export const MAX_DECODING_BYTES = 160_000_000;
const DECODING_TIMEOUT_SECONDS = 4;
/** One at a time: each may take MAX_DECODING_BYTES. */
const MAX_CONCURRENT_IMAGES = 1;
const MAX_QUEUED_IMAGES = 24;
const MAX_QUEUED_BYTES = 40_000_000;
const RETRY_AFTER_SECONDS = 2;

// Uploads are hostile input: all decoders of libvips are off but these three.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

interface Pixels {
  data: Buffer;
  raw: CreateRaw;
}

/** Makes avatars of uploaded images, one at a time. Throws RateLimitedError when 24 more, or 40 MB, are queued. */
@Injectable()
export class AvatarMaker {
  private readonly limit = pLimit(MAX_CONCURRENT_IMAGES);
  private queuedBytes = 0;

  /**
   * Returns the picture as an avatar: WebP, square, upright, without metadata.
   *
   * @throws UnsupportedImageError, CorruptImageError, ImageTooLargeError, RateLimitedError
   */
  async make(image: Buffer): Promise<Buffer> {
    if (isHeic(image)) throw new HeicImageError();
    if (!isSupportedImage(image) || isPolyglot(image)) throw new UnsupportedImageError();
    return this.queue(image, async () => {
      await assertDecodable(image);
      return encode(await decode(image));
    });
  }

  private async queue<T>({ length }: Buffer, work: () => Promise<T>): Promise<T> {
    const full = this.limit.pendingCount >= MAX_QUEUED_IMAGES || this.queuedBytes + length > MAX_QUEUED_BYTES;
    if (full) throw new RateLimitedError(RETRY_AFTER_SECONDS);
    this.queuedBytes += length;
    try {
      return await this.limit(work);
    } finally {
      this.queuedBytes -= length;
    }
  }
}

/** Reads the header alone. */
async function assertDecodable(image: Buffer): Promise<void> {
  const header = await sharp(image, { limitInputPixels: false }).metadata().catch(refuse);
  if (header.width * header.height > MAX_UPLOAD_PIXELS) throw new ImageTooLargeError();
  if (decodingBytes(header, AVATAR_SIDE_PIXELS) > MAX_DECODING_BYTES) throw new ImageTooLargeError();
}

async function decode(image: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(image, { limitInputPixels: MAX_UPLOAD_PIXELS, failOn: 'error', autoOrient: true })
    .resize(AVATAR_SIDE_PIXELS, AVATAR_SIDE_PIXELS, { fit: 'cover' })
    .timeout({ seconds: DECODING_TIMEOUT_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse);
  // Not `info` itself: its `premultiplied` says what was done on the way, and the pixels no longer are.
  return { data, raw: { width: info.width, height: info.height, channels: info.channels } };
}

async function encode({ data, raw }: Pixels): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const webp = await sharp(data, { raw }).webp({ quality, alphaQuality: quality }).toBuffer();
    if (webp.length <= MAX_AVATAR_BYTES) return webp;
  }
  throw new ImageTooLargeError();
}

function refuse(error: unknown): never {
  throw (error as Error).message.startsWith('timeout') ? new ImageTooLargeError() : new CorruptImageError();
}
