import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import sharp, { type OutputInfo } from 'sharp';
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from './avatars.errors.js';
import { isPolyglot, isSupportedImage } from './image-kind.js';

/** Width and height. */
const SIZE = 512;
/** Bytes. */
const MAX_LENGTH = 200_000;
/** The first that fits is taken. The last one always does: even noise then has some 120,000 bytes. */
const QUALITIES = [80, 60, 40, 20, 5];

/** More than cameras make in 5 MB; one interlaced PNG of them takes 200 MB of memory while it is decoded. */
const MAX_PIXELS = 50_000_000;
/** Seconds. */
const DECODING_LIMIT = 4;
/** Images at a time. */
const CONCURRENCY = 2;
/** Images of up to 5 MB that may wait for their turn: about 2 s worth on two cores. */
const MAX_WAITING = 24;
/** Seconds. */
const RETRY_AFTER = 2;

// Nothing but these three decoders runs on what strangers send.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

interface Pixels {
  data: Buffer;
  info: OutputInfo;
}

/** Makes avatars out of whatever people upload, few at a time; who comes when too many wait is sent away. */
@Injectable()
export class AvatarMaker {
  private readonly limit = pLimit(CONCURRENCY);

  /**
   * The picture as an avatar: WebP, square, upright, without metadata.
   *
   * @throws UnsupportedImageError, CorruptImageError, ImageTooLargeError, RateLimitedError
   */
  async make(image: Buffer): Promise<Buffer> {
    if (!isSupportedImage(image) || isPolyglot(image)) throw new UnsupportedImageError();
    if (this.limit.pendingCount >= MAX_WAITING) throw new RateLimitedError(RETRY_AFTER);
    return this.limit(async () => {
      await assertDecodable(image);
      return encode(await decode(image));
    });
  }
}

/** Reads the header alone. */
async function assertDecodable(image: Buffer): Promise<void> {
  const { width, height } = await sharp(image, { limitInputPixels: false }).metadata().catch(refuse);
  if (width * height > MAX_PIXELS) throw new ImageTooLargeError();
}

function decode(image: Buffer): Promise<Pixels> {
  return sharp(image, { limitInputPixels: MAX_PIXELS, failOn: 'error', autoOrient: true })
    .resize(SIZE, SIZE, { fit: 'cover' })
    .timeout({ seconds: DECODING_LIMIT })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse);
}

async function encode({ data, info }: Pixels): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const webp = await sharp(data, { raw: info }).webp({ quality, alphaQuality: quality }).toBuffer();
    if (webp.length <= MAX_LENGTH) return webp;
  }
  throw new ImageTooLargeError();
}

function refuse(error: unknown): never {
  throw (error as Error).message.startsWith('timeout') ? new ImageTooLargeError() : new CorruptImageError();
}
