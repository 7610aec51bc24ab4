import { describe, expect, it } from 'vitest';
import { connectWhenReady } from './connect.js';

function failing(...errors: object[]) {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve() : Promise.reject(Object.assign(new Error('no server'), error));
  };
}

const never = (error: object) => () => Promise.reject(Object.assign(new Error('no server'), error));

describe('a migration that connects', () => {
  const reasons: string[] = [];
  const onWait = (reason: string) => void reasons.push(reason);

  it.each([
    ['is not there yet', { code: 'ECONNREFUSED' }],
    ['has no name yet', { code: 'ENOTFOUND' }],
    ['does not answer', { message: 'timeout expired' }],
    ['is starting', { code: '57P03', message: 'the database system is starting up' }],
    ['has not made the role yet', { code: '28P01', message: 'password authentication failed' }],
    ['has not made the database yet', { code: '3D000', message: 'database "messenger" does not exist' }],
  ])('waits for a server that %s, and says so', async (_what, error) => {
    reasons.length = 0;
    await connectWhenReady(failing(error, error), { onWait, pauseMs: 1 });
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toBe('message' in error ? error.message : 'no server');
  });

  it.each([
    ['a URL that is none', { code: 'ERR_INVALID_URL' }],
    ['a certificate that is not trusted', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }],
    ['too few privileges', { code: '42501' }],
  ])('gives up at once on %s', async (_what, error) => {
    reasons.length = 0;
    await expect(connectWhenReady(never(error), { onWait, pauseMs: 1 })).rejects.toMatchObject(error);
    expect(reasons).toEqual([]);
  });

  it('gives up at last, with what the server said', async () => {
    const connect = never({ code: 'ECONNREFUSED' });
    await expect(connectWhenReady(connect, { onWait, waitMs: 200, pauseMs: 5 })).rejects.toThrow('no server');
    expect(reasons.length).toBeGreaterThan(1);
  });
});
