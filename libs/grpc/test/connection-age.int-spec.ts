import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import { UserServiceService } from '@messenger/proto';
import { TcpProxy } from '@messenger/testing';
import { Logger } from '@nestjs/common';
import { HealthImplementation, service as healthDefinition } from 'grpc-health-check';
import { afterEach, expect, it } from 'vitest';
import { GrpcChannel, grpcServerOptions } from '../src/index.js';

interface Health {
  Check(request: { service: string }): Promise<object>;
}

const { channelOptions } = grpcServerOptions({
  ...{ definitions: [UserServiceService], host: '127.0.0.1', port: 0, reflection: false },
}).options as { channelOptions: ServerOptions };

Logger.overrideLogger(['warn', 'error']);

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.forceShutdown();
});

/** @returns its port */
function aServer(options: ServerOptions): Promise<number> {
  const server = new Server(options);
  servers.push(server);
  new HealthImplementation({ '': 'SERVING' }).addToServer(server);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

it('a connection ends after a minute, and its calls may run on for longer than any deadline', () => {
  expect(channelOptions['grpc.max_connection_age_ms']).toBe(60_000);
  expect(channelOptions['grpc.max_connection_age_grace_ms']).toBe(10_000);
});

it('a client moves over to a server that started later, once its connection is old, and fails nowhere', async () => {
  const old = await aServer({ ...channelOptions, 'grpc.max_connection_age_ms': 200 });
  const service = await TcpProxy.to(old);
  const channel = new GrpcChannel<Health>(healthDefinition, `127.0.0.1:${service.port}`);
  const call = () => channel.rpc.Check({ service: '' });
  await call();
  const later = await aServer(channelOptions);
  service.route = () => later;
  const failures: unknown[] = [];
  const moved = (): boolean => service.connectionsTo(old) === 0 && service.connectionsTo(later) === 1;
  while (!moved()) {
    // Many at once, so that some are sent while the old connection closes.
    await Promise.all(Array.from({ length: 20 }, () => call().catch((error: unknown) => failures.push(error))));
  }
  expect(failures).toEqual([]);
  channel.close();
  await service.close();
});
