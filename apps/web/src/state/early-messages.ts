import type { ChatMessage } from '../storage/database.js';

/** Messages that have arrived before those that belong in front of them. */
export class EarlyMessages {
  private readonly bySeq = new Map<number, ChatMessage>();

  get isEmpty(): boolean {
    return this.bySeq.size === 0;
  }

  add(message: ChatMessage): void {
    this.bySeq.set(message.seq, message);
  }

  /** Those up to `seq`, which may be newer versions of what is loaded. */
  takeUpTo(seq: number): ChatMessage[] {
    return [...this.bySeq.keys()].filter((early) => early <= seq).map((early) => this.take(early));
  }

  /** Those that follow `seq` without a gap. */
  takeAfter(seq: number): ChatMessage[] {
    const messages: ChatMessage[] = [];
    for (let next = seq + 1; this.bySeq.has(next); next++) messages.push(this.take(next));
    return messages;
  }

  private take(seq: number): ChatMessage {
    const message = this.bySeq.get(seq) as ChatMessage;
    this.bySeq.delete(seq);
    return message;
  }
}
