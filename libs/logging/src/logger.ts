import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino, type LoggerOptions } from 'pino';
import { requestContext } from './request-context.js';

export interface LoggingConfig {
  /** Name of the process in each line. */
  app: string;
  level: string;
  /** Coloured lines for a terminal instead of JSON. */
  pretty: boolean;
}

/**
 * An error as the log may show it: driver errors carry the parameters of their statement, and those carry what people
 * wrote.
 */
function describeError(error: Error): object {
  const { code } = error as Error & { code?: unknown };
  return { type: error.name, message: error.message, code, stack: error.stack };
}

/** What finds the lines of a request, and its trace. */
function requestFields(): object {
  const context = requestContext.getStore();
  if (context === undefined) return {};
  const [, traceId, spanId] = context.traceparent.split('-');
  return { requestId: context.requestId, traceId, spanId };
}

/** Writes Nest's log lines as pino's, each with the id of the request it belongs to. */
export class JsonLogger implements LoggerService {
  private readonly pino: Pino;

  /** @param destination of the JSON lines; default: the standard output */
  constructor({ app, level, pretty }: LoggingConfig, destination?: DestinationStream) {
    const options: LoggerOptions = {
      name: app,
      level,
      serializers: { err: describeError },
      mixin: requestFields,
    };
    this.pino = pretty
      ? pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } })
      : pino({ ...options, base: {}, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(1));
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest appends the context's name; what stands before it are fields or an error. */
  private write(level: pino.Level, message: unknown, rest: unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const context = typeof rest.at(-1) === 'string' ? rest.pop() : undefined;
    const fields: Record<string, unknown> = { context };
    for (const part of message instanceof Error ? [message, ...rest] : rest) {
      if (part instanceof Error) fields.err = part;
      else if (typeof part === 'object') Object.assign(fields, part);
    }
    this.pino[level](fields, message instanceof Error ? message.message : String(message));
  }
}
