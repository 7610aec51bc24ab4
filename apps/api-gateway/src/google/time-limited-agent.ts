import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';

/** Connections that are cut after so many milliseconds of silence: Passport's own client waits for ever. */
export function timeLimitedAgent(url: string, timeout: number): Agent {
  const agent = url.startsWith('https:') ? new SecureAgent({ timeout }) : new Agent({ timeout });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as Duplex;
    return socket.on('timeout', () => socket.destroy(new Error(`Nothing came for ${timeout} ms`)));
  };
  return agent;
}
