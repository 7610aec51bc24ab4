import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('resolves with the value of the first check that succeeds', async () => {
    let checks = 0;
    expect(await eventually(() => (++checks < 3 ? Promise.reject(new Error('not yet')) : checks))).toBe(3);
  });

  it('rejects with the last error, and checks once more at the end of the time', async () => {
    const checkedMs: number[] = [];
    const startedMs = performance.now();
    const check = () => {
      checkedMs.push(performance.now() - startedMs);
      throw new Error(`check ${checkedMs.length}`);
    };
    await expect(eventually(check, 1_000)).rejects.toThrow(/^check \d+$/);
    // Timers may be early by a millisecond.
    expect(checkedMs.at(-1)).toBeGreaterThan(995);
    // Every 20 ms they would be 50.
    expect(checkedMs.length).toBeLessThan(35);
  });
});
