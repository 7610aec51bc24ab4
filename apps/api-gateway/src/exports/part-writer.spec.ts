import { EXPORT_PART_BYTES } from '@messenger/dto';
import { describe, expect, it } from 'vitest';
import { PartWriter } from './part-writer.js';

async function partsOf(...chunks: Buffer[]): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  const writer = new PartWriter((number, content) => {
    expect(number).toBe(parts.length);
    parts.push(Buffer.from(content));
    return Promise.resolve();
  });
  for (const chunk of chunks) await writer.write(chunk);
  await writer.end();
  return parts;
}

describe('the parts of a stream of bytes', () => {
  it('have one size, the last one less', async () => {
    const bytes = Buffer.from(Array.from({ length: 2 * EXPORT_PART_BYTES + 3 }, (_, at) => at % 251));
    const parts = await partsOf(bytes.subarray(0, 10), bytes.subarray(10));
    expect(parts.map(({ length }) => length)).toEqual([EXPORT_PART_BYTES, EXPORT_PART_BYTES, 3]);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  it('end where the bytes fill the last one', async () => {
    const half = Buffer.alloc(EXPORT_PART_BYTES / 2, 'a');
    expect((await partsOf(half, half)).map(({ length }) => length)).toEqual([EXPORT_PART_BYTES]);
  });

  it('are none of no bytes', async () => {
    expect(await partsOf(Buffer.alloc(0))).toEqual([]);
  });
});
