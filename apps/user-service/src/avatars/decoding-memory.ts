import type { Metadata } from 'sharp';

/** What the header of an image says that its decoder's memory depends on. */
export type ImageHeader = Pick<
  Metadata,
  'format' | 'width' | 'height' | 'channels' | 'depth' | 'isProgressive' | 'orientation'
>;

/** JPEG decoders shrink by these factors while they read. */
const JPEG_SHRINK_FACTORS = [8, 4, 2];

/**
 * The memory that decoding takes at most, from measured peaks: little where the rows are decoded one after the other, and
 * a multiple of all pixels where the format sends the picture in passes, or where it has to be turned.
 *
 * @param sidePixels width and height that it is shrunk to
 */
export function decodingBytes(header: ImageHeader, sidePixels: number): number {
  const { format, width, height, channels, isProgressive, orientation = 1 } = header;
  const pixels = width * height;
  const pictureBytes = pixels * channels * sampleBytes(header);
  // A turned one is held twice, and a part of it a third time.
  const turningBytes = orientation > 1 ? (3 * pictureBytes) / shrinkOnLoad(header, sidePixels) ** 2 : 0;
  if (format === 'webp') return 4.5 * pixels + turningBytes;
  if (!isProgressive) return turningBytes;
  // The coefficients of a JPEG have 16 bits; a PNG's passes fill the whole picture.
  return turningBytes + (format === 'jpeg' ? 2.2 * pixels * channels : 1.5 * pictureBytes);
}

function sampleBytes({ depth }: ImageHeader): number {
  return depth === 'uchar' ? 1 : 2;
}

function shrinkOnLoad({ format, width, height }: ImageHeader, sidePixels: number): number {
  if (format !== 'jpeg') return 1;
  return JPEG_SHRINK_FACTORS.find((factor) => Math.min(width, height) >= factor * sidePixels) ?? 1;
}
