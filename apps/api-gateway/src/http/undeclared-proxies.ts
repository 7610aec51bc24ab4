import { unmapped } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isAmong } from './address-ranges.js';

const logger = new Logger('Proxies');

/** Anybody can send the header: no more addresses than this are logged. */
const MAX_LOGGED = 10;

/** Logs, once an address, who forwards requests of others without being among TRUSTED_PROXIES. */
export function logUndeclaredProxies(fastify: FastifyInstance, trustedProxies: string[]): void {
  const isTrusted = isAmong(trustedProxies);
  const logged = new Set<string>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (forwards(request) && logged.size < MAX_LOGGED) {
      const address = unmapped(request.socket.remoteAddress ?? 'unknown');
      if (!logged.has(address) && !isTrusted(address)) {
        logged.add(address);
        logger.warn(
          `${address} sends X-Forwarded-For and is not among TRUSTED_PROXIES. If it is your proxy, name it there: until ` +
            'then all who come by way of it count as one address to the rate limits.',
        );
      }
    }
    done();
  });
}

function forwards({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
}
