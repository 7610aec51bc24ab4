import { randomBytes } from 'node:crypto';
import { RateLimitedError } from '@messenger/errors';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AvatarMaker } from './avatar-maker.js';
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from './avatars.errors.js';

const plain = (background: string, width = 640, height = 400) =>
  sharp({ create: { width, height, channels: 3, background } });
/** As hard to compress as a picture can be. */
const noise = (channels: 3 | 4) =>
  sharp(randomBytes(600 * 600 * channels), { raw: { width: 600, height: 600, channels } })
    .png()
    .toBuffer();

const maker = new AvatarMaker();

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('in %s becomes 512x512 WebP', async (format) => {
    const avatar = await maker.make(await plain('#3a7bd5').toFormat(format).toBuffer());
    expect(await sharp(avatar).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 });
  });

  it.each([3, 4] as const)('of noise in %s channels fits into 200,000 bytes', async (channels) => {
    expect((await maker.make(await noise(channels))).length).toBeLessThanOrEqual(200_000);
  });

  it('stands upright, and has lost what the camera knew', async () => {
    const taken = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'red' } })
      .composite([{ input: await plain('blue', 200, 200).png().toBuffer(), left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).exif?.includes('Ada')).toBe(true);
    const avatar = await maker.make(taken);
    const { exif, xmp, iptc, icc, orientation } = await sharp(avatar).metadata();
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
    // Turned clockwise, what was on the left is on top.
    const colourAt = async (top: number) =>
      sharp(avatar).extract({ left: 256, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
    const [[topRed, , topBlue], [bottomRed, , bottomBlue]] = [await colourAt(50), await colourAt(460)];
    expect(topBlue).toBeGreaterThan(topRed!);
    expect(bottomRed).toBeGreaterThan(bottomBlue!);
  });

  it('of many frames becomes its first', async () => {
    const frames = Buffer.concat([
      await plain('red', 64, 64).raw().toBuffer(),
      await plain('blue', 64, 64).raw().toBuffer(),
    ]);
    const animated = await sharp(frames, { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } })
      .webp()
      .toBuffer();
    expect((await sharp(animated).metadata()).pages).toBe(2);
    const { dominant } = await sharp(await maker.make(animated)).stats();
    expect(dominant.r).toBeGreaterThan(dominant.b);
  });

  it('in grey, 16 bits or CMYK is taken', async () => {
    for (const picture of [
      plain('#888').greyscale().png(),
      plain('#888').toColourspace('rgb16').png(),
      plain('#888').toColourspace('cmyk').jpeg(),
    ]) {
      await expect(maker.make(await picture.toBuffer())).resolves.toBeDefined();
    }
  });

  it.each([
    ['wide', 640, 400],
    ['of the size of an avatar', 512, 512],
    ['small', 90, 120],
  ])('that is half transparent keeps its colours: %s', async (_what, width, height) => {
    const halfTransparent = await sharp({
      create: { width, height, channels: 4, background: { r: 200, g: 100, b: 50, alpha: 0.25 } },
    })
      .png()
      .toBuffer();
    const [red = 0, green = 0, blue = 0, alpha = 0] = await sharp(await maker.make(halfTransparent))
      .raw()
      .toBuffer();
    for (const [value, wanted] of [
      [red, 200],
      [green, 100],
      [blue, 50],
      [alpha, 64],
    ] as const)
      expect(Math.abs(value - wanted)).toBeLessThan(8);
  });

  it.each(['heic', 'mif1', 'hevx'])('in HEIC is refused, and the answer says what helps: %s', async (brand) => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`), Buffer.alloc(16)]);
    await expect(maker.make(heic)).rejects.toMatchObject({
      reason: 'UNSUPPORTED_IMAGE',
      message: expect.stringContaining('save it as JPEG') as string,
    });
  });

  it('whose decoding would take too much memory is refused before it begins', async () => {
    const interlaced = Buffer.from(await plain('red', 8, 8).png().toBuffer());
    interlaced.writeUInt32BE(7_000, 16);
    interlaced.writeUInt32BE(7_000, 20);
    interlaced.writeUInt8(1, 28);
    await expect(maker.make(withCrcOfHeader(interlaced))).rejects.toThrow(ImageTooLargeError);
  });

  it('is refused where too many bytes are queued already', async () => {
    const [head, ...rest] = [await plain('red', 8, 8).png().toBuffer(), Buffer.alloc(4_900_000)];
    const large = Buffer.concat([head, ...rest]);
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => maker.make(large)));
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.filter(({ reason }) => reason instanceof RateLimitedError)).toHaveLength(4);
    await expect(maker.make(head)).resolves.toBeDefined();
  });

  it('of another kind, or of more than one, is refused', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const polyglot = Buffer.concat([await plain('teal').png().toBuffer(), Buffer.from('<script>alert(1)</script>')]);
    for (const image of [svg, await plain('red').gif().toBuffer(), await plain('red').tiff().toBuffer(), polyglot]) {
      await expect(maker.make(image)).rejects.toThrow(UnsupportedImageError);
    }
  });

  it('that is broken is refused', async () => {
    const [png, jpeg] = [await noise(3), await plain('red').jpeg().toBuffer()];
    const damaged = Buffer.from(png);
    damaged.fill(0, 50_000, 50_100);
    for (const image of [
      png.subarray(0, 8),
      png.subarray(0, png.length / 2),
      jpeg.subarray(0, jpeg.length / 2),
      damaged,
    ]) {
      await expect(maker.make(image)).rejects.toThrow(CorruptImageError);
    }
  });

  it('that is huge is refused before it is decoded', async () => {
    const header = Buffer.from(await plain('red', 8, 8).png().toBuffer());
    header.writeUInt32BE(12_000, 16);
    header.writeUInt32BE(12_000, 20);
    await expect(maker.make(withCrcOfHeader(header))).rejects.toThrow(ImageTooLargeError);
  });

  it('waits for its turn, and is sent away where too many wait', async () => {
    const picture = await plain('teal').png().toBuffer();
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => maker.make(picture)));
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(40);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(RateLimitedError);
    await expect(maker.make(picture)).resolves.toBeDefined();
  });
});

/** A PNG's header says its size; a wrong checksum would be what is refused. */
function withCrcOfHeader(png: Buffer): Buffer {
  let crc = ~0;
  for (const byte of png.subarray(12, 29)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  png.writeInt32BE(~crc, 29);
  return png;
}
