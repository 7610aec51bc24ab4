import { DomainError, InternalError } from '@messenger/errors';
import { EventContext } from '@messenger/events';
import { Catch, Logger, type ArgumentsHost, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { statusOf } from './error-status.js';

/** The one place where a service's errors become gRPC statuses. Nest would answer UNKNOWN to every one of them. */
@Catch()
export class DomainExceptionFilter implements RpcExceptionFilter<unknown> {
  private readonly logger = new Logger(DomainExceptionFilter.name);

  catch(exception: unknown, host: ArgumentsHost): Observable<never> {
    // An event has no caller to answer: its transport decides on the retry.
    if (host.getArgByIndex(1) instanceof EventContext) return throwError(() => exception);
    const status = statusOf(toDomainError(exception, this.logger));
    return throwError(() => status);
  }
}

/** Anything but a domain error is logged, and answered as INTERNAL. */
export function toDomainError(exception: unknown, logger: Logger): DomainError {
  if (exception instanceof DomainError) {
    if (exception.cause !== undefined) logger.warn(exception.name, exception.cause as Error);
    return exception;
  }
  logger.error('An rpc failed', exception as Error);
  return new InternalError();
}
