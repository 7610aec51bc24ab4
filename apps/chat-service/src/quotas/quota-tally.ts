import type { DomainError } from '@messenger/errors';
import { NO_USAGE, sum, type Usage } from './usage.js';

/** Keeps what everybody has stored. */
interface Ledger {
  refusalOf(userId: string, more: Usage): DomainError | undefined;
  add(userId: string, usage: Usage): void;
}

/** What one transaction would add to the usage of its senders. It counts once that is committed. */
export class QuotaTally {
  private readonly added = new Map<string, Usage>();

  constructor(private readonly ledger: Ledger) {}

  /** Counts it, or returns the refusal. The sender's usage is loaded. */
  admit(userId: string, text: string, messages: 0 | 1): DomainError | undefined {
    const before = this.added.get(userId) ?? NO_USAGE;
    const after = sum(before, { messages, bytes: Buffer.byteLength(text) });
    const refusal = this.ledger.refusalOf(userId, after);
    if (refusal === undefined) this.added.set(userId, after);
    return refusal;
  }

  /** After the commit. */
  commit(): void {
    for (const [userId, usage] of this.added) this.ledger.add(userId, usage);
  }
}
