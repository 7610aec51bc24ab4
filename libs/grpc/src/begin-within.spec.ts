import { setTimeout as sleep } from 'node:timers/promises';
import { FairLimit } from '@messenger/batching';
import { UnavailableError } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { beginWithin } from './begin-within.js';

const taking = (ms: number) => async (): Promise<string> => {
  await sleep(ms);
  return 'done';
};

describe('a call', () => {
  const oneAtATime = () => {
    const limit = new FairLimit({ concurrency: 1 });
    return (work: () => Promise<string>) => limit.run('caller', work);
  };

  it('waits no longer than its time for its turn, and does not begin later', async () => {
    const queue = oneAtATime();
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve) => (begin = resolve));
    const hung = beginWithin(60_000, queue, () => turn.then(() => 'done'));
    let begun = false;
    const late = beginWithin(50, queue, () => Promise.resolve(String((begun = true))));
    await expect(late).rejects.toThrow(UnavailableError);
    begin();
    expect(await hung).toBe('done');
    expect(await beginWithin(60_000, queue, taking(0))).toBe('done');
    expect(begun).toBe(false);
  });

  it('that has begun may take its time', async () => {
    expect(await beginWithin(500, oneAtATime(), taking(600))).toBe('done');
  });

  it('without time left does not begin', async () => {
    let begun = false;
    const call = () => Promise.resolve(String((begun = true)));
    for (const ms of [0, -100]) await expect(beginWithin(ms, oneAtATime(), call)).rejects.toThrow(UnavailableError);
    expect(begun).toBe(false);
  });
});
