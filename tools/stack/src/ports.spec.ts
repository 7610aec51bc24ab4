import { randomInt } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { freePorts, isPortFree } from './ports.js';

vi.mock(import('node:crypto'), { spy: true });

/** The ports that are tried next. */
function tries(ports: number[]): void {
  for (const port of ports) vi.mocked<(min: number, max: number) => number>(randomInt).mockReturnValueOnce(port);
}

it('a port is reserved once while the process lives, though nobody listens on it', async () => {
  const reserved = await freePorts(2);
  expect(await isPortFree(reserved[0]!)).toBe(true);
  tries(reserved);
  const others = await freePorts(2);
  expect(new Set([...reserved, ...others]).size).toBe(4);
});

it('what is asked for at once gets different ports', async () => {
  tries([randomInt(20_000, 32_000)].flatMap((port) => [port, port]));
  const [[one], [other]] = await Promise.all([freePorts(1), freePorts(1)]);
  expect(one).not.toBe(other);
});
