import { isUtf8 } from 'node:buffer';
import { ValidationFailedError } from '@messenger/errors';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { EXPECTED_TYPE } from './expected-type.js';
import { shapeProblem } from './json-shape.js';

/** Of a body that holds no message. */
export const MAX_BODY_BYTES = 32 * 1024;
/** A message of 4,096 characters has 48 KB where JSON escapes each of them twice, as Python does. */
export const MAX_MESSAGE_BODY_BYTES = 64 * 1024;

const MAX_BYTES = 'maxBodyBytes';
const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i;

type Done = (error: Error | null, body?: unknown) => void;

/** Lets the route's body be larger than MAX_BODY_BYTES. */
export const TakesBodyOf = (maxBytes: number): MethodDecorator => RouteConfig({ [MAX_BYTES]: maxBytes });

/** Accepts JSON objects in UTF-8 alone. An empty body is no error: many clients send a content type without a body. */
export function acceptJson(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', applyBodyLimit);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, jsonParser(fastify));
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(body.length === 0 ? null : new UnsupportedMediaTypeException(EXPECTED_TYPE), undefined);
  });
}

function applyBodyLimit(route: RouteOptions): void {
  const maxBytes = (route.config as Record<string, unknown> | undefined)?.[MAX_BYTES];
  if (typeof maxBytes === 'number') route.bodyLimit = maxBytes;
}

function jsonParser(fastify: FastifyInstance) {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request: FastifyRequest, body: Buffer, done: Done): void => {
    if (body.length === 0) return done(null);
    const refusal = refusalOf(request, body);
    if (refusal !== undefined) return done(refusal);
    void parse(request, body.toString(), (error, value: unknown) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      done(error ?? (isObject ? null : badBody('The body must be a JSON object')), value);
    });
  };
}

function refusalOf({ headers }: FastifyRequest, body: Buffer): Error | undefined {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type !== 'application/json' && !JSON_IN_UTF8.test(type)) return new UnsupportedMediaTypeException(EXPECTED_TYPE);
  if (encoding !== 'identity') return new UnsupportedMediaTypeException('Send the body without a Content-Encoding');
  const problem = isUtf8(body) ? shapeProblem(body) : 'The body is not UTF-8';
  return problem === undefined ? undefined : badBody(problem);
}

function badBody(message: string): ValidationFailedError {
  return new ValidationFailedError([{ field: 'body', message }]);
}
