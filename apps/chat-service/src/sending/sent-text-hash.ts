import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Hashes a text as it was first sent: without the secret nobody can try texts until one fits. */
export class SentTextHash {
  private readonly key: KeyObject;

  constructor(secret: Buffer) {
    this.key = createSecretKey(secret);
  }

  of(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
