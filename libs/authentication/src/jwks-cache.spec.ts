import { generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey } from '@messenger/proto';
import { afterEach, expect, it, vi } from 'vitest';
import { JwksCache } from './jwks-cache.js';

const TOKEN = { payload: '', signature: '' };

function aKey(kid: string): JsonWebKey {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as JsonWebKey;
}

afterEach(() => {
  vi.useRealTimers();
});

it('every call finds a new key, at whatever moment of a fetch that another call has begun', async () => {
  const [known, added] = [aKey('known'), aKey('added')];
  const ask = (keys: JwksCache, kid: string) => keys.keyFor({ alg: 'RS256', kid }, TOKEN);
  for (let delay = 0; delay < 40; delay++) {
    vi.useFakeTimers({ now: 0, toFake: ['performance'] });
    let published = [known];
    const keys = new JwksCache(() => Promise.resolve({ keys: published }));
    await ask(keys, 'known');
    vi.advanceTimersByTime(1_001);
    published = [known, added];
    const first = ask(keys, 'added');
    for (let tick = 0; tick < delay; tick++) await Promise.resolve();
    await expect(Promise.all([first, ask(keys, 'added')]), `after ${delay} ticks`).resolves.toHaveLength(2);
  }
  // Generating an RSA key takes seconds on a busy machine.
}, 60_000);
