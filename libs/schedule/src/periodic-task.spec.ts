import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PeriodicTask } from './periodic-task.js';

const INTERVAL_MS = 1_000;

class CountingTask extends PeriodicTask {
  runs = 0;

  constructor(private readonly work: () => Promise<void> = () => Promise.resolve()) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    this.runs++;
    return this.work();
  }

  runNow(): void {
    this.start(() => this.run());
  }
}

describe('a periodic task', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('runs once an interval, until the process shuts down', async () => {
    const task = new CountingTask();
    task.onApplicationBootstrap();
    expect(task.runs).toBe(0);
    await vi.advanceTimersByTimeAsync(3 * INTERVAL_MS);
    expect(task.runs).toBe(3);
    await task.onApplicationShutdown();
    await vi.advanceTimersByTimeAsync(3 * INTERVAL_MS);
    expect(task.runs).toBe(3);
  });

  it('does not start a run while the one before is under way', async () => {
    let finish = (): void => undefined;
    const task = new CountingTask(() => new Promise((resolve) => (finish = resolve)));
    task.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(5 * INTERVAL_MS);
    expect(task.runs).toBe(1);
    finish();
    await vi.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(task.runs).toBe(2);
    finish();
    await task.onApplicationShutdown();
  });

  it('starts a run at once where it is asked to, unless one is under way', async () => {
    let finish = (): void => undefined;
    const task = new CountingTask(() => new Promise((resolve) => (finish = resolve)));
    task.onApplicationBootstrap();
    task.runNow();
    task.runNow();
    await vi.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(task.runs).toBe(1);
    finish();
    await task.onApplicationShutdown();
  });

  it('logs a failed run, and runs again', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const failure = new Error('the database is away');
    const task = new CountingTask(() => Promise.reject(failure));
    task.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(2 * INTERVAL_MS);
    expect(warned.mock.calls).toEqual(Array(2).fill(['Failed; the next run is in 1 s', failure]));
    await task.onApplicationShutdown();
    warned.mockRestore();
  });

  it('lets the process end after the run under way', async () => {
    let finish = (): void => undefined;
    const task = new CountingTask(() => new Promise((resolve) => (finish = resolve)));
    task.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(INTERVAL_MS);
    let ended = false;
    const shutdown = task.onApplicationShutdown().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(true);
    await shutdown;
  });
});
