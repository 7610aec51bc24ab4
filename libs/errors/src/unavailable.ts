import { DomainError } from './domain-error.js';

/** Whether an error says that something is down: the same may succeed later, and nobody is to blame. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED');
}
