import { EXPORT_PART_BYTES } from '@messenger/dto';

/** Cuts a stream of bytes into parts of one size, the last one less. Holds one part. */
export class PartWriter {
  private readonly part = Buffer.allocUnsafe(EXPORT_PART_BYTES);
  private filledBytes = 0;
  private number = 0;

  /** @param put has no use for the content once it has resolved: the next part takes its place */
  constructor(private readonly put: (number: number, content: Buffer) => Promise<void>) {}

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const copiedBytes = bytes.copy(this.part, this.filledBytes, at);
      at += copiedBytes;
      this.filledBytes += copiedBytes;
      if (this.filledBytes === EXPORT_PART_BYTES) await this.putPart();
    }
  }

  async end(): Promise<void> {
    if (this.filledBytes > 0) await this.putPart();
  }

  private async putPart(): Promise<void> {
    await this.put(this.number++, this.part.subarray(0, this.filledBytes));
    this.filledBytes = 0;
  }
}
