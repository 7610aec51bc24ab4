import { crc32, inflateRawSync } from 'node:zlib';

const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;

/** The entries of a ZIP file without a comment, by name, as its directory lists them. Throws where a checksum is wrong. */
export function unzipped(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - END_BYTES;
  const entries = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(end + 16); at < end;) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The directory is broken');
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    entries.set(name, contentOf(zip, at, name));
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (entries.size !== zip.readUInt16LE(end + 10)) throw new Error('The directory is not whole');
  return entries;
}

function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const [method, checksum, bytes] = [
    zip.readUInt16LE(entry + 10),
    zip.readUInt32LE(entry + 16),
    zip.readUInt32LE(entry + 20),
  ];
  const header = zip.readUInt32LE(entry + 42);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const body = zip.subarray(start, start + bytes);
  const content = method === 0 ? body : inflateRawSync(body);
  if (crc32(content) !== checksum) throw new Error(`${name} is damaged`);
  return Buffer.from(content);
}
