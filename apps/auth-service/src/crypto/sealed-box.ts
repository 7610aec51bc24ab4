import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** Bytes, as NIST SP 800-38D wants them. */
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** Encrypts and authenticates; the key has 32 bytes. Answers iv, tag and ciphertext, one behind the other. */
export function seal(key: Buffer, plaintext: Buffer): Buffer {
  const iv = randomBytes(IV_LENGTH);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

/** @throws Error where the box was sealed with another key, or changed since */
export function unseal(key: Buffer, box: Buffer): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, IV_LENGTH), { authTagLength: TAG_LENGTH });
  decipher.setAuthTag(box.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH));
  return Buffer.concat([decipher.update(box.subarray(IV_LENGTH + TAG_LENGTH)), decipher.final()]);
}
