import { createHmac } from 'node:crypto';

/** Hashes a text as it was first sent: without the secret nobody can try texts until one fits. */
export class SentTextHash {
  constructor(private readonly secret: Buffer) {}

  of(text: string): Buffer {
    return createHmac('sha256', this.secret).update(text).digest();
  }
}
