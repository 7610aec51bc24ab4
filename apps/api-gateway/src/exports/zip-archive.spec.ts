import { describe, expect, it } from 'vitest';
import { unzipped } from '../../../../test/support/unzipped.js';
import { ZipArchive, type ZipEntry } from './zip-archive.js';

const ENTRIES: ZipEntry[] = [
  { name: 'index.html', content: Buffer.from('<h1>Hello</h1>'.repeat(1_000)) },
  { name: 'a folder/Zoë – 子.jsonl', content: Buffer.from('{"text":"naïve 🙂"}\n') },
  { name: 'empty', content: Buffer.alloc(0) },
];

async function zipOf(entries: ZipEntry[]): Promise<Buffer> {
  const written: Buffer[] = [];
  const archive = new ZipArchive((bytes) => {
    written.push(bytes);
    return Promise.resolve();
  }, new Date('2026-11-28T10:20:30Z'));
  for (const entry of entries) await archive.add(entry);
  await archive.end();
  return Buffer.concat(written);
}

describe('a ZIP file', () => {
  it('has its entries, byte by byte', async () => {
    expect(unzipped(await zipOf(ENTRIES))).toEqual(new Map(ENTRIES.map(({ name, content }) => [name, content])));
  });

  it('may have none', async () => {
    expect(unzipped(await zipOf([])).size).toBe(0);
  });

  it('is smaller than what it holds', async () => {
    expect((await zipOf(ENTRIES)).length).toBeLessThan(2_000);
  });
});
