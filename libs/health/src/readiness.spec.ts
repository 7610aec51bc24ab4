import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Readiness } from './readiness.js';

const answers = (): Promise<void> => Promise.resolve();
const fails = (): Promise<void> => Promise.reject(new Error('refused'));
const hangs = (): Promise<void> => new Promise(() => undefined);
const throws = (): Promise<void> => {
  throw new Error('broken');
};

function serving(): Readiness {
  const readiness = new Readiness();
  readiness.serve();
  return readiness;
}

describe('a process', () => {
  it('is ready from when it serves until it drains', async () => {
    const readiness = new Readiness();
    readiness.register('postgres', 'required', answers);
    expect(await readiness.report()).toEqual({ ready: false, phase: 'starting', checks: { postgres: 'ok' } });
    readiness.serve();
    expect(await readiness.report()).toEqual({ ready: true, phase: 'serving', checks: { postgres: 'ok' } });
    readiness.drain();
    expect(await readiness.report()).toEqual({ ready: false, phase: 'draining', checks: { postgres: 'ok' } });
  });

  it.each([
    ['fails', fails, 'refused'],
    ['throws', throws, 'broken'],
  ])('is not ready while what it requires %s', async (_how, check, result) => {
    const readiness = serving();
    readiness.register('postgres', 'required', check);
    readiness.register('other', 'required', answers);
    expect(await readiness.report()).toMatchObject({ ready: false, checks: { postgres: result, other: 'ok' } });
  });

  it('is ready while what only helps fails', async () => {
    const readiness = serving();
    readiness.register('rabbitmq', 'helpful', fails);
    expect(await readiness.report()).toMatchObject({ ready: true, checks: { rabbitmq: 'refused' } });
  });

  it('answers in time though its dependencies hang, all of them at once', async () => {
    const readiness = serving();
    for (const name of ['a', 'b', 'c']) readiness.register(name, 'required', hangs);
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const late = 'no answer in time';
    const report = readiness.report();
    // The time of one check.
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await report).toMatchObject({ ready: false, checks: { a: late, b: late, c: late } });
  });

  it('is ready again when what it requires is', async () => {
    const readiness = serving();
    let up = false;
    readiness.register('postgres', 'required', () => (up ? answers() : fails()));
    expect((await readiness.report()).ready).toBe(false);
    up = true;
    expect((await readiness.report()).ready).toBe(true);
  });
});
