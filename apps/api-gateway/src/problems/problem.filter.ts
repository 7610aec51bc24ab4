import { ACCESS_TOKEN_REASONS, DomainError, InternalError } from '@messenger/errors';
import { recordReason } from '@messenger/tracing';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { EXPECTED_TYPE } from '../http/expected-type.js';
import { requestContextOf } from '../http/request-hooks.js';
import { problemOptionsOf, toProblem, type ProblemOptions } from './problem.js';

/** Reasons of errors that Nest and Fastify raise themselves. */
export const FRAMEWORK_REASONS: Record<number, string> = {
  400: 'VALIDATION_FAILED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  416: 'RANGE_NOT_SATISFIABLE',
  426: 'UPGRADE_REQUIRED',
  431: 'HEADERS_TOO_LARGE',
};

const BAD_URL = 'FST_ERR_BAD_URL';
/** Instead of messages that say too little, or repeat what the client has sent. */
const DETAILS: Record<string, string> = {
  [BAD_URL]: 'The path is not percent-encoded UTF-8',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the path is too long',
  // Nest passes the message of this one alone.
  'Unsupported Media Type': EXPECTED_TYPE,
};
const MAX_DETAIL_LENGTH = 200;

/** Renders every error as problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also called for errors that occur before Nest has a route. */
  answer(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const options = this.describe(exception);
    const { requestId, span } = requestContextOf(request);
    recordReason(span, options.reason);
    reply
      .status(options.status)
      .headers(problemHeaders(exception, options, requestId))
      .send(JSON.stringify(toProblem(options, requestId)));
  }

  /** An unexpected error is logged, and rendered as INTERNAL without its message. */
  describe(exception: unknown): ProblemOptions {
    if (exception instanceof DomainError) return problemOptionsOf(exception);
    const status = frameworkStatusOf(exception);
    const reason = FRAMEWORK_REASONS[status];
    if (reason !== undefined) return frameworkProblem(status, reason, exception as FastifyError);
    this.logger.error('A request failed', exception as Error);
    return problemOptionsOf(new InternalError());
  }
}

/** The headers of an error's response. */
export function problemHeaders(
  exception: unknown,
  { status, reason, detail }: ProblemOptions,
  requestId: string,
): Record<string, string> {
  const retryAfter = exception instanceof DomainError ? exception.details.retryAfter : undefined;
  return {
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(status === 401 && { 'www-authenticate': challenge(reason, detail) }),
  };
}

/** What a 401 asks for (RFC 6750, 3): an error is named where a token was shown. */
function challenge(reason: string, detail: string): string {
  return ACCESS_TOKEN_REASONS.includes(reason)
    ? `Bearer error="invalid_token", error_description="${detail}"`
    : 'Bearer';
}

function frameworkStatusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const { statusCode } = exception as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function frameworkProblem(status: number, reason: string, { code, message }: FastifyError): ProblemOptions {
  const detail = DETAILS[code] ?? DETAILS[message] ?? message.slice(0, MAX_DETAIL_LENGTH);
  const errors = status === 400 ? [{ field: code === BAD_URL ? 'path' : 'body', message: detail }] : undefined;
  return { status, reason, detail, errors };
}
