import { readdirSync } from 'node:fs';
import { eventually } from '@messenger/testing';
import { expect } from 'vitest';
import { it } from '../support/lone-gateway.js';
import { RawConnection } from '../support/raw-connection.js';

const UPGRADE = [
  'GET /v1/ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

it('600 refused upgrades whose clients stay connected leave no descriptor open', async ({ gateway }) => {
  const descriptors = () => readdirSync(`/proc/${gateway.app.pid}/fd`).length;
  const before = descriptors();
  const connections = await Promise.all(
    Array.from({ length: 600 }, () => RawConnection.open(gateway.port, { allowHalfOpen: true })),
  );
  for (const connection of connections) connection.request(UPGRADE);
  await Promise.all(connections.map((connection) => connection.answered()));
  expect(new Set(connections.map(({ answers }) => answers[0]?.status))).toEqual(new Set([401]));
  await eventually(() => expect(descriptors()).toBeLessThanOrEqual(before + 5), 5_000);
});
