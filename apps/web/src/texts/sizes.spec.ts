import { describe, expect, it } from 'vitest';
import { sizeOf } from './sizes.js';

describe('a size', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [94_512, '94.5 kB'],
    [1_250_000, '1.3 MB'],
    [4_000_000_000, '4 GB'],
    [5_000_000_000_000, '5,000 GB'],
  ])('of %d bytes is written with its unit', (bytes, written) => expect(sizeOf(bytes, 'en')).toBe(written));
});
