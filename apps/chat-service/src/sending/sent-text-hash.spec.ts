import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { SentTextHash } from './sent-text-hash.js';

const hash = new SentTextHash(Buffer.alloc(32, 'one'));

it.each(['Hello', 'é', '😀'.repeat(4096)])(
  'a text has the same hash in every process with the secret: %.9s',
  (text) => {
    expect(new SentTextHash(Buffer.alloc(32, 'one')).of(text)).toEqual(hash.of(text));
    expect(hash.of(`${text}.`)).not.toEqual(hash.of(text));
  },
);

it('a text cannot be tried against a hash without the secret', () => {
  expect(hash.of('yes')).not.toEqual(new SentTextHash(Buffer.alloc(32, 'two')).of('yes'));
  expect(hash.of('yes')).not.toEqual(createHash('sha256').update('yes').digest());
});
