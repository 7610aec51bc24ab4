import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { onTestFinished } from 'vitest';

/** A gRPC service that says how it is, in plain text by default. @returns its port */
export function aService(
  health: 'SERVING' | 'NOT_SERVING',
  credentials = ServerCredentials.createInsecure(),
): Promise<string> {
  const server = new Server();
  new HealthImplementation({ '': health }).addToServer(server);
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
      if (error) reject(error);
      else resolve(String(port));
    });
  });
}

/** A gateway that answers so when it is asked for the signing keys. @returns its port */
export async function aGateway(status: number, body: string): Promise<string> {
  return listening(
    createServer((request, response) => {
      const found = request.url === '/.well-known/jwks.json';
      response.writeHead(found ? status : 404).end(body);
    }),
  );
}

/** Per thousand of the requests between two readings. */
export interface Shares {
  requests: number;
  failed: number;
  slow: number;
}

/**
 * The metrics of a pod: at each reading it has answered as many requests more. Its health takes `answersAfterMs`.
 * @returns the port
 */
export async function aPod({ requests, failed, slow }: Shares, answersAfterMs = 0): Promise<string> {
  let readings = 0;
  return listening(
    createServer((request, response) => {
      if (request.url === '/healthz') {
        setTimeout(() => response.end(), answersAfterMs);
        return;
      }
      readings += 1;
      const rpc = 'rpc="messenger.chat.v1.ChatService/SendMessage"';
      const count = (status: string, n: number): string =>
        `rpc_server_duration_seconds_count{${rpc},status="${status}"} ${readings * n}\n`;
      const bucket = `rpc_server_duration_seconds_bucket{le="0.25",${rpc},status="OK"} ${readings * (requests - slow)}\n`;
      response.end(
        `${bucket}${count('OK', requests - failed - 1)}${count('INTERNAL', failed)}${count('NOT_FOUND', 1)}`,
      );
    }),
  );
}

async function listening(server: HttpServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}
