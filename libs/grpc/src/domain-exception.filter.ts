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
    const status = statusOf(this.toDomainError(exception));
    return throwError(() => status);
  }

  private toDomainError(exception: unknown): DomainError {
    if (exception instanceof DomainError) {
      if (exception.cause !== undefined) this.logger.warn(exception.name, exception.cause as Error);
      return exception;
    }
    this.logger.error('An rpc failed', exception as Error);
    return new InternalError();
  }
}
