import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AvatarMaker, MAX_DECODING_BYTES } from '../../apps/user-service/src/avatars/avatar-maker.js';

/** What the process holds besides: the uploads, and the picture that is encoded. */
const OTHER_BYTES = 40_000_000;

/** Each about the largest of its kind that is taken, small as a file, and one of each that is refused. */
const TAKEN = {
  'progressive.jpg': `image(5600, 4200).jpeg({ progressive: true, chromaSubsampling: '4:4:4' })`,
  'progressive-cmyk.jpg': `image(4600, 3900).toColourspace('cmyk').jpeg({ progressive: true })`,
  'turned-strip.jpg': `image(17000, 1000).withMetadata({ orientation: 6 }).jpeg()`,
  'interlaced.png': `image(5100, 5100, 4).png({ progressive: true })`,
  'large.png': `image(7000, 7000, 4).png()`,
  'lossless.webp': `image(5900, 5900, 4).webp({ lossless: true, effort: 0 })`,
};
const REFUSED = {
  'progressive-50.jpg': `image(7000, 7100).jpeg({ progressive: true })`,
  'progressive-cmyk-50.jpg': `image(7000, 7100).toColourspace('cmyk').jpeg({ progressive: true })`,
  'interlaced-50.png': `image(7000, 7100, 4).png({ progressive: true })`,
};

describe('pictures that are costly to decode', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pictures-'));
    // In another process: making them takes more memory than decoding them may.
    for (const [name, expression] of Object.entries({ ...TAKEN, ...REFUSED })) {
      const program = `
        const image = (width, height, channels = 3) =>
          require('sharp')({ create: { width, height, channels, background: { r: 200, g: 100, b: 50, alpha: 0.5 } } });
        ${expression}.toFile(${JSON.stringify(join(folder, name))});`;
      execFileSync(process.execPath, ['-e', program]);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('take no more memory than they may, all at once', async () => {
    const maker = new AvatarMaker();
    const read = (name: string): Buffer => readFileSync(join(folder, name));
    await maker.make(read('large.png'));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 2);
    const outcomes = await Promise.allSettled(
      [...Object.keys(TAKEN), ...Object.keys(REFUSED)].map((name) => maker.make(read(name))),
    );
    clearInterval(watch);
    console.log(`${Math.round(before / 1e6)} MB before, at most ${Math.round((most - before) / 1e6)} MB more`);
    const taken = outcomes.slice(0, Object.keys(TAKEN).length);
    expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 'fulfilled'));
    for (const outcome of outcomes.slice(taken.length)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'IMAGE_TOO_LARGE' } });
    }
    expect(most - before).toBeLessThan(MAX_DECODING_BYTES + OTHER_BYTES);
  });
});
