import { toValidationFailedError } from '@messenger/dto';
import { ValidationPipe } from '@nestjs/common';

/** Holds a gRPC message to its DTO, as the gateway has held the HTTP request to it before. */
export function messageValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    stopAtFirstError: true,
    whitelist: true,
    exceptionFactory: toValidationFailedError,
  });
}
