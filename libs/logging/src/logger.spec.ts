import { Logger } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonLogger, requestContext, requestIdOr, traceparentOr } from './index.js';

type Line = Record<string, unknown>;

describe('a log line', () => {
  let lines: Line[];

  beforeEach(() => {
    lines = [];
    const write = (line: string): void => void lines.push(JSON.parse(line) as Line);
    Logger.overrideLogger(new JsonLogger({ app: 'chat-service', level: 'info', pretty: false }, { write }));
  });
  afterEach(() => {
    Logger.overrideLogger(['warn', 'error', 'fatal']);
  });

  const logger = new Logger('Somewhere');

  it('names the process, the place and the request', () => {
    const traceparent = traceparentOr(undefined);
    requestContext.run({ requestId: 'r-1', traceparent }, () => logger.log('Done', { ms: 5 }));
    expect(lines).toMatchObject([
      { name: 'chat-service', level: 30, context: 'Somewhere', requestId: 'r-1', msg: 'Done', ms: 5 },
    ]);
    expect(new Date(String(lines[0]?.time)).getTime()).toBeGreaterThan(0);
  });

  it('is not written below its level', () => {
    logger.debug('noise');
    logger.verbose('noise');
    expect(lines).toEqual([]);
  });

  it('shows why a statement failed, and nothing of what people wrote', () => {
    const driverError = Object.assign(new Error('duplicate key value violates unique constraint "accounts_email"'), {
      code: '23505',
      detail: 'Key (email)=(ada@example.com) already exists.',
      where: 'ada@example.com',
    });
    const error = new QueryFailedError('INSERT INTO accounts VALUES ($1)', ['ada@example.com'], driverError);
    logger.error('An rpc failed', error);
    logger.warn('Events wait', error);
    logger.error(error);
    expect(lines).toHaveLength(3);
    expect(JSON.stringify(lines)).not.toContain('ada@example.com');
    for (const line of lines) {
      expect(line.err).toMatchObject({ type: 'QueryFailedError', code: '23505', message: driverError.message });
      expect(line.err).toHaveProperty('stack');
    }
  });

  it('shows an error that is given where the message belongs', () => {
    logger.error(new TypeError('no'));
    expect(lines).toMatchObject([{ level: 50, msg: 'no', context: 'Somewhere', err: { type: 'TypeError' } }]);
  });
});

describe('the id of a request', () => {
  it.each(['a', 'A-b_c.9', 'x'.repeat(64)])('may be %s', (id) => {
    expect(requestIdOr(id)).toBe(id);
  });

  it.each([undefined, '', 'x'.repeat(65), 'a b', 'a\nb', '{"a":1}', 'ä'])('is one of ours instead of %j', (id) => {
    expect(requestIdOr(id)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a traceparent', () => {
  const received = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is kept where it is well formed', () => {
    expect(traceparentOr(received)).toBe(received);
  });

  it.each([undefined, '', received.toUpperCase(), `${received}-x`, received.replace('00-', 'ff-')])(
    'is ours instead of %j',
    (bad) => {
      expect(traceparentOr(bad)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(traceparentOr(bad)).not.toBe(bad);
    },
  );
});
