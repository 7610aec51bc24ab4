import { promises as dns } from 'node:dns';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HealthImplementation, service } from 'grpc-health-check';
import { ChatServiceService, type ChatService } from '@messenger/proto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { GrpcChannel } from './grpc-client.js';

/** A service on 127.0.0.1 alone. @returns its port */
function aServer(server = new Server()): Promise<number> {
  new HealthImplementation({ '': 'SERVING' }).addToServer(server);
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

it('a channel asks DNS again within seconds where nobody answers at the addresses that it has', async () => {
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((() => {
    const address = lookup.mock.calls.length === 1 ? '127.0.0.2' : '127.0.0.1';
    return Promise.resolve([{ address, family: 4 }]);
  }) as never);
  onTestFinished(() => lookup.mockRestore());
  const channel = new GrpcChannel(service, `dns:///chat-service.test:${await aServer()}`);
  onTestFinished(() => channel.close());
  await channel.waitForReady(8_000);
  expect(lookup.mock.calls.length).toBeGreaterThan(1);
}, 15_000);

it('a channel lets writes go on while reads hold the places that they may have', async () => {
  const server = new Server();
  let reads = 0;
  const deleteMessage = (_call: unknown, answer: (error: null, response: object) => void) => answer(null, {});
  server.addService(ChatServiceService, { listMessages: () => reads++, deleteMessage });
  const address = `127.0.0.1:${await aServer(server)}`;
  const channel = new GrpcChannel<ChatService>(ChatServiceService, address);
  onTestFinished(() => channel.close());
  for (let i = 0; i < 40; i++) channel.rpc.listMessages({} as never).catch(() => undefined);
  await expect(channel.rpc.deleteMessage({} as never)).resolves.toBeDefined();
  await vi.waitFor(() => expect(reads).toBe(24));
});
