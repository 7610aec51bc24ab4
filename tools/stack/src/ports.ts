import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { record } from './services.js';

/** A free port for each name; see {@link freePorts}. */
export async function portsFor<K extends string>(names: readonly K[]): Promise<Record<K, number>> {
  const ports = await freePorts(names.length);
  return record(names, (_, index) => ports[index] ?? 0);
}

/**
 * Free TCP ports on 127.0.0.1, all different. No other process gets them from here while this one runs: the server that
 * they are for is yet to start, or is down for a while.
 *
 * They lie below the range from which Linux (32768) and macOS (49152) give ports to outgoing connections. A port
 * inside it may be given away before our process binds it, and a client that retries such a port while its server is
 * down will one day be connected to itself.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  while (held.length < count) {
    const port = randomInt(20_000, 32_000);
    const server = (await reserve(port)) ? await bind(port, '127.0.0.1') : undefined;
    if (server) held.push(server);
  }
  const ports = held.map(portOf);
  await Promise.all(held.map(release));
  return ports;
}

/** Whether a server could listen on the port now, on this machine alone or for the network. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = await bind(port, host);
    if (!server) return false;
    await release(server);
  }
  return true;
}

/** By a UDP socket of the same number, which only one process can have; false where another has it. */
function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
}

function bind(port: number, host: string): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
