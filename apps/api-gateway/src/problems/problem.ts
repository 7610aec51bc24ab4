import { STATUS_CODES } from 'node:http';
import type { DomainError, ErrorCode } from '@messenger/errors';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** The HTTP status of each error code. */
const HTTP_STATUS: Record<ErrorCode, number> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  OUT_OF_RANGE: 410,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** Reasons with a more specific status than that of their code. */
const HTTP_STATUS_OF_REASON: Partial<Record<string, number>> = { UNSUPPORTED_IMAGE: 415 };

@ApiSchema({ description: 'A field with a wrong value.' })
export class ProblemField {
  @ApiProperty({ example: 'email', description: 'Path of the field, joined by dots.' })
  field!: string;

  @ApiProperty({
    example: 'email must be an e-mail address, like ada@example.com',
    description: 'What is wrong with it.',
  })
  message!: string;
}

/** An error in the form of RFC 9457. */
@ApiSchema({ description: 'Why a request was refused (RFC 9457).' })
export class Problem {
  @ApiProperty({ example: 'about:blank', description: 'No page describes the problem further.' })
  type!: string;

  @ApiProperty({ example: 'Bad Request', description: "The status's own name." })
  title!: string;

  @ApiProperty({ example: 400, description: 'The HTTP status.' })
  status!: number;

  @ApiProperty({ example: 'VALIDATION_FAILED', description: 'What programs decide by.' })
  reason!: string;

  @ApiProperty({ example: 'The request has invalid fields.', description: 'For people; may change.' })
  detail!: string;

  @ApiProperty({ example: '5f0c7a52-8b0e-4b86-9d5c-1a0b6f2e7c11', description: 'Names the request in our logs.' })
  requestId!: string;

  @ApiProperty({ type: [ProblemField], required: false, description: 'The wrong fields of a VALIDATION_FAILED.' })
  errors?: ProblemField[];
}

export interface ProblemOptions {
  status: number;
  reason: string;
  detail: string;
  errors?: ProblemField[] | undefined;
}

export function toProblem({ status, reason, detail, errors }: ProblemOptions, requestId: string): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, reason, detail: sentence(detail), requestId, ...(errors && { errors }) };
}

/** Errors are thrown without a full stop, as everywhere in Node.js; a person reads sentences. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export function problemOptionsOf(error: DomainError): ProblemOptions {
  const { code, reason, message, details } = error;
  return { status: httpStatusOf(code, reason), reason, detail: message, errors: details.fields };
}

export function httpStatusOf(code: ErrorCode, reason: string): number {
  return HTTP_STATUS_OF_REASON[reason] ?? HTTP_STATUS[code];
}
