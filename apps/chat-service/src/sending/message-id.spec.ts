import { validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { newMessageId } from './message-id.js';

describe('the id of a new message', () => {
  it('is a UUID of version 7', () => {
    const id = newMessageId();
    expect([validate(id), version(id)]).toEqual([true, 7]);
  });

  it('begins with its time', () => {
    const [before, id, after] = [Date.now(), newMessageId(), Date.now()];
    const time = parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(after);
  });

  it('is never the same', () => {
    const ids = Array.from({ length: 1_000 }, newMessageId);
    expect(new Set(ids).size).toBe(1_000);
  });
});
