import { EXPORT_PART_BYTES } from '@messenger/dto';

/** Cuts a stream of bytes into parts of one size, the last one less. */
export class PartWriter {
  private pending: Buffer = Buffer.alloc(0);
  private number = 0;

  constructor(private readonly put: (number: number, content: Buffer) => Promise<void>) {}

  async write(bytes: Buffer): Promise<void> {
    this.pending = Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= EXPORT_PART_BYTES) await this.putFirst(EXPORT_PART_BYTES);
  }

  async end(): Promise<void> {
    if (this.pending.length > 0) await this.putFirst(this.pending.length);
  }

  private async putFirst(bytes: number): Promise<void> {
    await this.put(this.number++, this.pending.subarray(0, bytes));
    this.pending = this.pending.subarray(bytes);
  }
}
