import { Logger } from '@nestjs/common';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logUndeclaredProxies } from './undeclared-proxies.js';

describe('a proxy', () => {
  let warnings: string[];

  beforeEach(() => {
    warnings = [];
    const ignore = () => undefined;
    Logger.overrideLogger({ log: ignore, error: ignore, warn: (line: string) => warnings.push(line) });
  });
  afterEach(() => Logger.overrideLogger(['warn', 'error', 'fatal']));

  async function requestsFrom(
    addresses: string[],
    trusted: string[],
    headers: Record<string, string>,
  ): Promise<string[]> {
    const server = fastify();
    logUndeclaredProxies(server, trusted);
    server.get('/', () => 'ok');
    for (const remoteAddress of addresses) await server.inject({ url: '/', remoteAddress, headers });
    return warnings.map((line) => line.split(' ')[0] ?? '');
  }

  const FORWARDED = { 'x-forwarded-for': '203.0.113.9' };

  it.each([
    ['with X-Forwarded-For', FORWARDED],
    ['with Forwarded', { forwarded: 'for=203.0.113.9' }],
  ])('%s that nobody declared is logged once', async (_name, headers) => {
    expect(await requestsFrom(['10.0.0.1', '10.0.0.1', 'fd00::1'], [], headers)).toEqual(['10.0.0.1', 'fd00::1']);
  });

  it('that is declared is not logged, and another one is', async () => {
    const addresses = ['10.0.0.1', '::ffff:10.0.0.2', 'fd00::1', '::ffff:192.0.2.1'];
    expect(await requestsFrom(addresses, ['10.0.0.0/8', 'fd00::/8'], FORWARDED)).toEqual(['192.0.2.1']);
  });

  it('is no caller without these headers', async () => {
    expect(await requestsFrom(['10.0.0.1'], [], {})).toEqual([]);
  });

  it('fills no log, however many addresses send the header', async () => {
    const many = Array.from({ length: 50 }, (_, index) => `10.0.0.${index}`);
    expect(await requestsFrom(many, [], FORWARDED)).toHaveLength(10);
  });
});
