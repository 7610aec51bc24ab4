import { ProblemError, SignedOutError } from '@messenger/client';
import { texts } from './index.js';

/**
 * What a person is told about a call that failed.
 *
 * @param fields what a field has to be, where a form has words of its own for it
 */
export function textOfError(error: unknown, fields: Record<string, string> = {}): string {
  const { reasons } = texts.value;
  if (error instanceof SignedOutError) return reasons.SESSION_ENDED;
  if (!(error instanceof ProblemError)) return reasons.UNREACHABLE;
  const field = error.problem.errors?.[0]?.field ?? '';
  return lookUp(fields, field) ?? textOfField(field) ?? textOfReason(error.reason) ?? reasons.OTHER;
}

/** Undefined for a reason that is not known: an address, which anybody may have written, may name one. */
export function textOfReason(reason: string): string | undefined {
  return lookUp(texts.value.reasons, reason);
}

function textOfField(field: string): string | undefined {
  return lookUp(texts.value.fields, field);
}

function lookUp(table: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Of a message: the reason of a problem, or the field that was wrong. */
export function textOfRefusal(reason: string): string {
  return textOfReason(reason) ?? textOfField(reason) ?? texts.value.reasons.OTHER;
}
