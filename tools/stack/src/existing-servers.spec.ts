import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { checkExistingServers } from './existing-servers.js';
import { portsFor } from './ports.js';

it.each([
  ['DATABASE_URL', { databaseUrl: 'localhost:5432' }],
  ['DATABASE_URL', { databaseUrl: 'mysql://root@localhost/messenger' }],
  ['DATABASE_URL', { databaseUrl: 'postgres' }],
  ['AMQP_URL', { amqpUrl: 'localhost:5672' }],
  ['AMQP_URL', { amqpUrl: 'http://localhost:15672' }],
  ['AMQP_URL', { amqpUrl: 'amqp:///' }],
])('%s is named where it is no URL of its kind: %j', async (setting, urls) => {
  await expect(checkExistingServers(urls)).rejects.toThrow(`${setting} is no URL like`);
});

it.each([
  ['DATABASE_URL', (port: number) => ({ databaseUrl: `postgres://admin:secret@127.0.0.1:${port}` })],
  ['AMQP_URL', (port: number) => ({ amqpUrl: `amqp://admin:secret@127.0.0.1:${port}` })],
])('%s is named at once where no server answers, without its password', async (setting, urls) => {
  const { closed } = await portsFor(['closed']);
  const failure = await checkExistingServers(urls(closed)).catch((error: unknown) => error as Error);
  expect(failure?.message).toBe(`${setting} cannot be used (127.0.0.1:${closed}): no server answers there`);
});

it.each([
  ['DATABASE_URL', (port: number) => ({ databaseUrl: `postgres://admin:secret@127.0.0.1:${port}` })],
  ['AMQP_URL', (port: number) => ({ amqpUrl: `amqp://admin:secret@127.0.0.1:${port}` })],
])('%s is named where another server answers', async (setting, urls) => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(checkExistingServers(urls(port))).rejects.toThrow(`${setting} cannot be used (127.0.0.1:${port})`);
});
