import { expect, it } from 'vitest';
import { clientNetwork, networkOf } from './client-network.js';
import { requestContext } from './request-context.js';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::6', '2001:db8:1:2'],
  ['2001:0db8:0001:0000::', '2001:db8:1:0'],
  ['2001:db8::1:2:3:4', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('%s counts as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

it("is the request's own", () => {
  const context = { requestId: 'x', traceparent: 'x', clientIp: '2001:db8::7' };
  expect(requestContext.run(context, clientNetwork)).toBe('2001:db8:0:0');
  expect(clientNetwork()).toBe('unknown');
});

it.each([
  ['203.0.113.7', 24, '203.0.113.0/24'],
  ['203.0.113.250', 25, '203.0.113.128/25'],
  ['203.0.113.7', 16, '203.0.0.0/16'],
  ['::ffff:203.0.113.7', 24, '203.0.113.0/24'],
  ['2001:db8:1:2::6', 24, '2001:db8:1:2'],
])('%s counts as one of its first %d bits: %s', (ip, bits, network) => {
  expect(networkOf(ip, bits)).toBe(network);
});
