import { DeadlineExceededError, UnavailableError } from '@messenger/errors';
import { describe, expect, it, vi } from 'vitest';
import { ConsumerClosedError, OutageLine } from './outage-line.js';

/** A handler that needs what may be down. */
class Dependency {
  down: Error | undefined;
  calls = 0;
  readonly done: number[] = [];

  handle = (n: number) => (): Promise<void> => {
    this.calls++;
    if (this.down !== undefined) return Promise.reject(this.down);
    this.done.push(n);
    return Promise.resolve();
  };
}

describe('events in an outage', () => {
  it('are handled at once while there is none', async () => {
    const [line, dependency] = [new OutageLine(), new Dependency()];
    await Promise.all([2, 1].map((n) => line.run(n, dependency.handle(n))));
    expect(dependency.done).toEqual([2, 1]);
    expect(line.waitingSince).toBeUndefined();
  });

  it.each([new UnavailableError(), new DeadlineExceededError()])(
    'wait, and go on in their order: %o',
    async (error) => {
      const [line, dependency] = [new OutageLine(5), new Dependency()];
      dependency.down = error;
      const running = [3, 1, 2].map((n) => line.run(n, dependency.handle(n)));
      await vi.waitFor(() => expect(dependency.calls).toBeGreaterThan(10));
      expect(Date.now() - line.waitingSince!).toBeGreaterThan(0);
      dependency.down = undefined;
      await Promise.all(running);
      expect(dependency.done).toEqual([1, 2, 3]);
      await line.run(4, dependency.handle(4));
      expect(dependency.done).toEqual([1, 2, 3, 4]);
      expect(line.waitingSince).toBeUndefined();
    },
  );

  it('try only the first one meanwhile, and let later ones queue behind it', async () => {
    const [line, dependency] = [new OutageLine(5), new Dependency()];
    dependency.down = new UnavailableError();
    const first = line.run(1, dependency.handle(1));
    await vi.waitFor(() => expect(dependency.calls).toBeGreaterThan(2));
    let later = 0;
    const second = line.run(2, () => {
      later++;
      return Promise.resolve();
    });
    await vi.waitFor(() => expect(dependency.calls).toBeGreaterThan(5));
    expect(later).toBe(0);
    dependency.down = undefined;
    await Promise.all([first, second]);
    expect(later).toBe(1);
  });

  it('are not held back by one that is poison', async () => {
    const [line, dependency] = [new OutageLine(5), new Dependency()];
    dependency.down = new UnavailableError();
    const [one, other] = [line.run(1, dependency.handle(1)), line.run(2, dependency.handle(2))];
    const failed = one.catch((error: unknown) => error);
    await vi.waitFor(() => expect(dependency.calls).toBeGreaterThan(3));
    dependency.down = new TypeError('poison');
    expect(await failed).toBe(dependency.down);
    dependency.down = undefined;
    await other.catch(() => undefined);
    expect(line.waitingSince).toBeUndefined();
  });

  it('go back where the process shuts down', async () => {
    const [line, dependency] = [new OutageLine(60_000), new Dependency()];
    dependency.down = new UnavailableError();
    const waiting = line.run(1, dependency.handle(1));
    await vi.waitFor(() => expect(line.waitingSince).toBeDefined());
    line.close();
    await expect(waiting).rejects.toThrow(ConsumerClosedError);
  });
});
