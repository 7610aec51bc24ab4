import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';

/** An HTTP agent that closes connections after `timeoutMs` without data: Passport's own client has no timeout. */
export function timeLimitedAgent(url: string, timeoutMs: number): Agent {
  const agent = url.startsWith('https:') ? new SecureAgent({ timeout: timeoutMs }) : new Agent({ timeout: timeoutMs });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as Duplex;
    return socket.on('timeout', () => socket.destroy(new Error(`Nothing came for ${timeoutMs} ms`)));
  };
  return agent;
}
