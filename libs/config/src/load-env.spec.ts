import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addressRanges,
  base64,
  grpcUrl,
  InvalidEnvironmentError,
  list,
  loadEnv,
  oneOf,
  origins,
  parseEnv,
  publicUrl,
  SERVICE_SETTINGS,
  serviceConfig,
  text,
  upstreamsOf,
  webUrl,
  redirectUrls,
  type Settings,
} from './index.js';

const meaning = 'A test.';

const GOOD = {
  AMQP_URL: 'amqp://127.0.0.1',
  DATABASE_URL: 'postgres://chat_service:secret@127.0.0.1/messenger',
};

describe('the environment', () => {
  it('is what the process gets, with defaults for the rest', () => {
    const env = parseEnv('chat-service', SERVICE_SETTINGS, { ...GOOD, GRPC_PORT: '50051', UNRELATED: 'x' });
    expect(env).toMatchObject({ ...GOOD, GRPC_PORT: 50_051, NODE_ENV: 'production', LOG_LEVEL: 'info' });
    expect(serviceConfig('chat-service', env)).toMatchObject({
      app: 'chat-service',
      production: true,
      database: { url: GOOD.DATABASE_URL, poolSize: 10 },
      grpc: { host: '127.0.0.1', port: 50_051 },
      tokens: { issuer: 'messenger', audience: 'messenger' },
    });
  });

  it('has every missing or wrong name reported at once, and no value', () => {
    const source = {
      DATABASE_URL: 'mysql://root:hunter2@db',
      GRPC_PORT: 'fifty',
      ADMIN_PORT: '70000',
      LOG_LEVEL: 'loud',
    };
    const parse = (): unknown => parseEnv('chat-service', SERVICE_SETTINGS, source);
    expect(parse).toThrow(InvalidEnvironmentError);
    for (const name of ['AMQP_URL', 'DATABASE_URL', 'GRPC_PORT', 'ADMIN_PORT', 'LOG_LEVEL'])
      expect(parse).toThrow(name);
    expect(parse).not.toThrow('hunter2');
  });

  it.each(['1.5', '-1', '65536', '1e99', 'NaN', '0x'])('refuses %j for a port', (port) => {
    const parse = (): unknown => parseEnv('chat-service', SERVICE_SETTINGS, { ...GOOD, GRPC_PORT: port });
    expect(parse).toThrow('GRPC_PORT');
  });

  it('has lists with commas', () => {
    const settings = { ORIGINS: list({ meaning, default: [] }) };
    expect(parseEnv('api-gateway', settings, { ORIGINS: ' https://a.example , ,https://b.example,' }).ORIGINS).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(parseEnv('api-gateway', settings, {}).ORIGINS).toEqual([]);
  });

  it('has names that come together or not at all', () => {
    const half = { meaning, optional: true, emptyIsUnset: true } as const;
    const settings = { ID: text(half), SECRET: text({ ...half, togetherWith: 'ID' }) };
    const parse = (source: NodeJS.ProcessEnv): unknown => parseEnv('api-gateway', settings, source);
    expect(parse({ ID: 'me', SECRET: 'hush' })).toEqual({ ID: 'me', SECRET: 'hush' });
    for (const none of [{}, { ID: '', SECRET: '' }]) expect(parse(none)).toEqual({});
    for (const half of [{ ID: 'me' }, { SECRET: 'hush' }, { ID: '', SECRET: 'hush' }]) {
      expect(() => parse(half)).toThrow('1 setting(s) missing or wrong\n  - ID and SECRET must be set together');
    }
  });

  it('has names that another one needs', () => {
    const settings = {
      MAIL_URL: text({ meaning, optional: true }),
      MAIL_FROM: text({ meaning, optional: true, neededWith: 'MAIL_URL', example: 'me@example.com' }),
    };
    const parse = (source: NodeJS.ProcessEnv): unknown => parseEnv('auth-service', settings, source);
    expect(parse({})).toEqual({});
    expect(parse({ MAIL_FROM: 'me@example.com' })).toEqual({ MAIL_FROM: 'me@example.com' });
    expect(() => parse({ MAIL_URL: 'smtp://mail' })).toThrow(
      'MAIL_FROM must be set where MAIL_URL is, as me@example.com',
    );
  });
});

it('the services to call are by the addresses that are read', () => {
  const env = parseEnv(
    'api-gateway',
    { AUTH_GRPC_URL: grpcUrl('auth-service', 1), LEVEL: text({ meaning }) },
    {
      AUTH_GRPC_URL: 'dns:///auth-service:50051',
      LEVEL: 'info',
    },
  );
  expect(upstreamsOf(env)).toEqual({ auth: 'dns:///auth-service:50051' });
});

describe('a setting', () => {
  const parse = (setting: Settings[string], value: string): unknown =>
    parseEnv('api-gateway', { NAME: setting }, { NAME: value }).NAME;

  it.each(['', 'ftp://a.example', 'a.example', 'http://', 'https://a b'])('refuses %j for a page', (value) => {
    expect(() => parse(webUrl({ meaning }), value)).toThrow('NAME must be a URL');
    expect(() => parse(redirectUrls({ meaning }), `https://b.example,${value || 'a'}`)).toThrow('NAME must be URLs');
  });

  it.each(['com.example.app:/signed-in', 'com.example.app://x', 'https://a.example/x', 'http://127.0.0.1/'])(
    'takes %j for the end of a sign-in',
    (value) => {
      expect(parse(redirectUrls({ meaning }), value)).toEqual([value]);
    },
  );

  it.each(['app:/signed-in', 'javascript:alert(1)', 'data:text/html,x', 'com.example.app:signed-in'])(
    'refuses %j for the end of a sign-in',
    (value) => {
      expect(() => parse(redirectUrls({ meaning }), value)).toThrow('NAME must be URLs');
    },
  );

  it.each(['http://127.0.0.1:3000', 'https://a.example/path?query', 'http://localhost'])(
    'takes %j for a page',
    (value) => {
      expect(parse(webUrl({ meaning }), value)).toBe(value);
    },
  );

  it.each([
    ...[
      'https://app.example.com/',
      'https://app.example.com/path',
      '*',
      'https://*.example.com',
      'https://App.example.com',
    ],
    ...['app.example.com', 'https://app.example.com:443', 'null', 'https://a.example?x', 'ftp://a.example'],
  ])('refuses %j for an origin', (value) => {
    expect(() => parse(origins({ meaning }), value)).toThrow('NAME must be origins');
    expect(() => parse(origins({ meaning }), `https://b.example,${value}`)).toThrow('NAME must be origins');
  });

  it('takes origins as browsers send them', () => {
    const good = 'https://app.example.com,http://127.0.0.1:5173, http://[::1]:80000'.replace('80000', '8000');
    expect(parse(origins({ meaning }), good)).toHaveLength(3);
  });

  it.each([
    'https://a.example/?x=1',
    'https://a.example?',
    'https://a.example/#top',
    'https://me:secret@a.example',
    'a.example',
  ])('refuses %j for a public address, and does not repeat it', (value) => {
    const parsing = () => parse(publicUrl({ meaning }), value);
    expect(parsing).toThrow('NAME must be a URL');
    expect(parsing).not.toThrow('secret');
  });

  it.each(['loopback', 'proxy.internal', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.0/8/8', '10.0.0.0/', '*'])(
    'refuses %j for a range of addresses',
    (value) => {
      expect(() => parse(addressRanges({ meaning }), value)).toThrow('NAME must be IP addresses');
    },
  );

  it('takes addresses and CIDRs of IPv4 and IPv6', () => {
    expect(parse(addressRanges({ meaning }), '10.0.0.0/8, 192.0.2.7,::1,2001:db8::/32')).toHaveLength(4);
  });

  it('is one of its words', () => {
    expect(parse(oneOf(['json', 'pretty'], { meaning }), 'json')).toBe('json');
    expect(() => parse(oneOf(['json', 'pretty'], { meaning }), 'Json')).toThrow('NAME must be `json`, `pretty`');
  });

  it('is as many bytes as it says', () => {
    const bytes = Buffer.alloc(32, 7);
    expect(parse(base64({ meaning, bytes: 32 }), bytes.toString('base64'))).toEqual(bytes);
    for (const other of ['', 'no base64!', bytes.subarray(1).toString('base64'), bytes.toString('hex')]) {
      expect(() => parse(base64({ meaning, bytes: 32 }), other)).toThrow('NAME must be 32 bytes in base64');
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
    const env = loadEnv('chat-service', SERVICE_SETTINGS);
    expect(env).toMatchObject({ ...GOOD, JWT_ISSUER: 'of the environment', JWT_AUDIENCE: 'of the file' });
  });

  it('is not read in production', () => {
    Object.assign(process.env, GOOD, { NODE_ENV: 'production' });
    expect(loadEnv('chat-service', SERVICE_SETTINGS).JWT_ISSUER).toBe('messenger');
  });
});

describe('the published secrets of the examples', () => {
  const SECRETS = {
    KEY: base64({ meaning, bytes: 4, example: 'c2Vjcg==' }),
    ...SERVICE_SETTINGS,
  };
  const env = (changes: NodeJS.ProcessEnv) => ({ ...GOOD, KEY: 'AAAAAA==', ...changes });
  const published: [string, string][] = [
    ['KEY', 'c2Vjcg=='],
    ['DATABASE_URL', 'postgres://auth_service:secret@db.example.com/other'],
    ['AMQP_URL', 'amqps://messenger:secret@broker.example.com'],
  ];

  it.each(published)('of %s are refused by name in production', (name, value) => {
    expect(() => parseEnv('app', SECRETS, env({ [name]: value }))).toThrow(
      `${name} must not have the published secret`,
    );
    expect(() => parseEnv('app', SECRETS, env({ [name]: value, NODE_ENV: 'production' }))).toThrow(name);
  });

  it.each(published)('of %s are good for a try on the own machine', (name, value) => {
    for (const NODE_ENV of ['development', 'test'])
      expect(() => parseEnv('app', SECRETS, env({ [name]: value, NODE_ENV }))).not.toThrow();
  });

  it('are not those of somebody who chose another password', () => {
    const own = { AMQP_URL: 'amqp://messenger:another@127.0.0.1', DATABASE_URL: 'postgres://a:secret@127.0.0.1/x' };
    expect(() => parseEnv('app', SECRETS, env(own))).not.toThrow();
  });
});
