import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listeningHost } from './listening-host.js';

const on = (...families: ('IPv4' | 'IPv6')[]) => ({
  eth0: families.map((family) => ({ family }) as NetworkInterfaceInfo),
});

describe('listeningHost', () => {
  it.each([
    ['::', on('IPv4', 'IPv6'), '::'],
    ['::', on('IPv6'), '::'],
    ['::', on('IPv4'), '0.0.0.0'],
    ['::1', on('IPv4'), '::1'],
    ['127.0.0.1', on('IPv6'), '127.0.0.1'],
  ])('of %s with %o is %s', (host, interfaces, expected) => {
    expect(listeningHost(host, interfaces)).toBe(expected);
  });
});
