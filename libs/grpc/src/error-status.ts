import { Metadata, status as Status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import {
  DeadlineExceededError,
  DomainError,
  InternalError,
  UnavailableError,
  type ErrorDetails,
  type ErrorReason,
} from '@messenger/errors';
import type { Complete, Refusal } from '@messenger/proto';

const REASON = 'reason';
const DETAILS = 'error-details-bin';

/** A domain error on the wire: its code and message as the status, its reason and details in the trailers. */
export function statusOf(error: DomainError): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  const metadata = new Metadata();
  metadata.set(REASON, error.reason);
  metadata.set(DETAILS, Buffer.from(JSON.stringify(error.details)));
  return { code: Status[error.code], details: error.message, metadata };
}

/**
 * The domain error that a service has answered with. A status without a reason is gRPC's own, and becomes UNAVAILABLE,
 * DEADLINE_EXCEEDED or INTERNAL.
 */
export function domainErrorOf(error: ServiceError): DomainError {
  const reason = reasonIn(error.metadata);
  if (reason !== undefined) {
    // It may be of a newer version, and its reason unknown to this one.
    const received = { code: Status[error.code], reason } as ErrorReason;
    return new DomainError(received, error.details, detailsOf(error.metadata));
  }
  if (error.code === Status.UNAVAILABLE) return new UnavailableError();
  // An instance of an older version: while a release rolls, the same call may reach a newer one.
  if (error.code === Status.UNIMPLEMENTED) {
    return new UnavailableError('The service that answers this does not know the call yet: try again later');
  }
  if (error.code === Status.DEADLINE_EXCEEDED) return new DeadlineExceededError();
  return new InternalError();
}

/** The reason in the trailers of an answer; undefined where gRPC itself has refused the call. */
export function reasonIn(trailers: Metadata | undefined): string | undefined {
  const [reason] = trailers?.get(REASON) ?? [];
  return typeof reason === 'string' ? reason : undefined;
}

/** The domain error as a part of a response. */
export function toRefusal({ code, reason, message, details }: DomainError): Complete<Refusal> {
  return { code: Status[code], reason, message, details: Buffer.from(JSON.stringify(details)) };
}

/** The domain error that a part of a response stands for. */
export function ofRefusal({ code, reason, message, details }: Refusal): DomainError {
  const received = { code: Status[code], reason } as ErrorReason;
  return new DomainError(received, message, JSON.parse(details.toString()) as ErrorDetails);
}

function detailsOf(metadata: Metadata): ErrorDetails {
  const [details] = metadata.get(DETAILS);
  return Buffer.isBuffer(details) ? (JSON.parse(details.toString()) as ErrorDetails) : {};
}
