import { connect, createServer, type Server } from 'node:net';
import { freePorts } from '@messenger/stack';
import { testDatabase } from '@messenger/testing';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../src/index.js';

/** PostgreSQL, at a port of its own from now on. */
function openServer(port: number, target: URL): Server {
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.pipe(upstream).pipe(client);
  });
  return server.listen(port, '127.0.0.1');
}

it('a migration runs as soon as PostgreSQL is there, which comes later than its Job', async () => {
  const database = await testDatabase('chat-service', []);
  onTestFinished(() => database.close());
  const [port = 0] = await freePorts(1);
  const url = new URL(database.ownerUrl);
  const target = new URL(url);
  url.host = `127.0.0.1:${port}`;
  const migrated = migrate({ url: url.href, schema: 'chat', migrations: [] });
  await expect(Promise.race([migrated, pause(500)])).resolves.toBe('still waiting');
  const server = openServer(port, target);
  onTestFinished(() => void server.close());
  await expect(migrated).resolves.toBeUndefined();
});

function pause(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('still waiting'), ms));
}
