import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsString } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CommaSeparated,
  EmptyIsNone,
  InvalidEnvironmentError,
  loadEnv,
  parseEnv,
  serviceConfig,
  ServiceEnv,
  TogetherWith,
} from './index.js';

const GOOD = {
  AMQP_URL: 'amqp://127.0.0.1',
  DATABASE_URL: 'postgres://chat_service:secret@127.0.0.1/messenger',
};

describe('the environment', () => {
  it('is what the process gets, with defaults for the rest', () => {
    const env = parseEnv('chat-service', ServiceEnv, { ...GOOD, GRPC_PORT: '50051', UNRELATED: 'x' });
    expect(env).toMatchObject({ ...GOOD, GRPC_PORT: 50_051, NODE_ENV: 'production', LOG_LEVEL: 'info' });
    expect(serviceConfig('chat-service', env)).toMatchObject({
      app: 'chat-service',
      production: true,
      database: { url: GOOD.DATABASE_URL, poolSize: 10 },
      grpc: { host: '127.0.0.1', port: 50_051 },
      tokens: { issuer: 'messenger', audience: 'messenger' },
    });
  });

  it('has every missing or wrong name told at once, and no value', () => {
    const source = {
      DATABASE_URL: 'mysql://root:hunter2@db',
      GRPC_PORT: 'fifty',
      ADMIN_PORT: '70000',
      LOG_LEVEL: 'loud',
    };
    const parse = (): unknown => parseEnv('chat-service', ServiceEnv, source);
    expect(parse).toThrow(InvalidEnvironmentError);
    for (const name of ['AMQP_URL', 'DATABASE_URL', 'GRPC_PORT', 'ADMIN_PORT', 'LOG_LEVEL'])
      expect(parse).toThrow(name);
    expect(parse).not.toThrow('hunter2');
  });

  it.each(['1.5', '-1', '65536', '1e99', 'NaN', '0x'])('refuses %j for a port', (port) => {
    const parse = (): unknown => parseEnv('chat-service', ServiceEnv, { ...GOOD, GRPC_PORT: port });
    expect(parse).toThrow('GRPC_PORT');
  });

  it('has lists with commas', () => {
    class ListEnv {
      @CommaSeparated()
      @IsString({ each: true })
      ORIGINS: string[] = [];
    }
    expect(parseEnv('api-gateway', ListEnv, { ORIGINS: ' https://a.example , ,https://b.example,' }).ORIGINS).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(parseEnv('api-gateway', ListEnv, {}).ORIGINS).toEqual([]);
  });

  it('has names that come together or not at all', () => {
    class PairEnv {
      @EmptyIsNone()
      ID?: string;

      @EmptyIsNone()
      @TogetherWith('ID')
      SECRET?: string;
    }
    const parse = (source: NodeJS.ProcessEnv): unknown => parseEnv('api-gateway', PairEnv, source);
    expect(parse({ ID: 'me', SECRET: 'hush' })).toEqual({ ID: 'me', SECRET: 'hush' });
    for (const none of [{}, { ID: '', SECRET: '' }]) expect(parse(none)).toEqual({});
    for (const half of [{ ID: 'me' }, { SECRET: 'hush' }, { ID: '', SECRET: 'hush' }]) {
      expect(() => parse(half)).toThrow('1 setting(s) missing or wrong\n  - ID and SECRET must be set together');
    }
  });
});

describe("the local stack's file", () => {
  const [directory, before] = [process.cwd(), { ...process.env }];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'messenger-config-'));
    mkdirSync(join(folder, '.data', 'env'), { recursive: true });
    const lines = [...Object.entries(GOOD), ['JWT_ISSUER', 'of the file'], ['JWT_AUDIENCE', 'of the file']];
    writeFileSync(
      join(folder, '.data/env/chat-service.env'),
      lines.map(([name, value]) => `${name}=${value}`).join('\n'),
    );
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(directory);
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  it('fills in what the environment does not set, and overrides nothing', () => {
    process.env.JWT_ISSUER = 'of the environment';
    const env = loadEnv('chat-service', ServiceEnv);
    expect(env).toMatchObject({ ...GOOD, JWT_ISSUER: 'of the environment', JWT_AUDIENCE: 'of the file' });
  });

  it('is not read in production', () => {
    Object.assign(process.env, GOOD, { NODE_ENV: 'production' });
    expect(loadEnv('chat-service', ServiceEnv).JWT_ISSUER).toBe('messenger');
  });
});
