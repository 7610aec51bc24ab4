import { describe, expect, it } from 'vitest';
import { MAX_DECODING_BYTES } from './avatar-maker.js';
import { decodingBytes, type ImageHeader } from './decoding-memory.js';

const header = (changes: Partial<ImageHeader>): ImageHeader => ({
  format: 'jpeg',
  width: 8_000,
  height: 6_000,
  channels: 3,
  depth: 'uchar',
  isProgressive: false,
  ...changes,
});
const fits = (changes: Partial<ImageHeader>): boolean => decodingBytes(header(changes), 512) <= MAX_DECODING_BYTES;

describe('the memory of a decoder', () => {
  it.each<[what: string, header: Partial<ImageHeader>]>([
    ["a phone's 48 million pixels", {}],
    ["a phone's 48 million pixels, turned", { orientation: 6 }],
    ['a progressive photo of 24 million', { width: 6_000, height: 4_000, isProgressive: true }],
    ['a screenshot', { format: 'png', channels: 4 }],
    [
      'an interlaced PNG of 12 million in 16 bits',
      { format: 'png', width: 4_000, height: 3_000, depth: 'ushort', isProgressive: true },
    ],
    ['a WebP of 24 million', { format: 'webp', width: 6_000, height: 4_000 }],
  ])('suffices for %s', (_what, changes) => {
    expect(fits(changes)).toBe(true);
  });

  it.each<[what: string, header: Partial<ImageHeader>]>([
    ['a progressive JPEG of 48 million pixels', { isProgressive: true }],
    ['a progressive one in CMYK of 24 million', { width: 6_000, height: 4_000, channels: 4, isProgressive: true }],
    ['an interlaced PNG of 48 million', { format: 'png', channels: 4, isProgressive: true }],
    ['a WebP of 48 million', { format: 'webp' }],
    ['a strip that is turned, which cannot be shrunk while it is read', { width: 50_000, height: 900, orientation: 6 }],
    ['a turned PNG of 48 million', { format: 'png', orientation: 8 }],
  ])('does not for %s', (_what, changes) => {
    expect(fits(changes)).toBe(false);
  });
});
