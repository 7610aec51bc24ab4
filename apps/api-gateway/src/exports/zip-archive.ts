import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const VERSION = 20;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const DEFLATED = 8;
/** Without Zip64, which not every reader knows. */
const MAX_BYTES = 0xffffffff;
const MAX_ENTRIES = 0xffff;

const deflate = promisify<Buffer, Buffer>(deflateRaw);

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  content: Buffer;
}

/**
 * Writes a ZIP file (PKWARE's APPNOTE, 4.3) entry by entry. Holds one entry, and of the others what the directory at the end
 * says of them.
 */
export class ZipArchive {
  private readonly directory: Buffer[] = [];
  private offset = 0;

  constructor(
    private readonly put: (bytes: Buffer) => Promise<void>,
    private readonly time: Date,
  ) {}

  async add({ name, content }: ZipEntry): Promise<void> {
    const deflated = await deflate(content);
    const isSmaller = deflated.length < content.length;
    const body = isSmaller ? deflated : content;
    const shared = this.sharedHeader(name, content, body, isSmaller ? DEFLATED : STORED);
    this.directory.push(directoryHeader(shared, name, this.offset));
    await this.write(Buffer.concat([uint32(0x04034b50), shared, Buffer.from(name), body]));
    if (this.directory.length > MAX_ENTRIES) throw new Error('A ZIP file cannot have as many entries');
  }

  async end(): Promise<void> {
    const directory = Buffer.concat(this.directory);
    const count = uint16(this.directory.length);
    const start = this.offset;
    await this.write(directory);
    await this.write(
      Buffer.concat([uint32(0x06054b50), uint32(0), count, count, uint32(directory.length), uint32(start), uint16(0)]),
    );
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.offset + bytes.length > MAX_BYTES) throw new Error('A ZIP file cannot be as large');
    this.offset += bytes.length;
    await this.put(bytes);
  }

  /** What stands before an entry and in the directory alike. */
  private sharedHeader(name: string, content: Buffer, body: Buffer, method: number): Buffer {
    const sizes = [crc32(content), body.length, content.length].map(uint32);
    const head = [VERSION, UTF8_NAMES, method, ...dosTime(this.time)].map(uint16);
    return Buffer.concat([...head, ...sizes, uint16(Buffer.byteLength(name)), uint16(0)]);
  }
}

function directoryHeader(shared: Buffer, name: string, offset: number): Buffer {
  const commentDiskAndAttributes = Buffer.alloc(10);
  return Buffer.concat([
    uint32(0x02014b50),
    uint16(VERSION),
    shared,
    commentDiskAndAttributes,
    uint32(offset),
    Buffer.from(name),
  ]);
}

/** MS-DOS's time and date, to two seconds. */
function dosTime(time: Date): [time: number, date: number] {
  const [hours, minutes, seconds] = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  const [year, month, day] = [time.getUTCFullYear() - 1980, time.getUTCMonth() + 1, time.getUTCDate()];
  return [(hours << 11) | (minutes << 5) | (seconds >> 1), (year << 9) | (month << 5) | day];
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
