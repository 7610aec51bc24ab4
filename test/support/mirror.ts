import type { LiveConnection, LiveEvent, Message } from '@messenger/client';

/** What a device shows of a chat, built of events alone. */
export class Mirror {
  /** Every `seq` of a message, as it arrived. */
  readonly arrived: number[] = [];
  /** By person: read up to here. */
  readonly read = new Map<string, number>();
  private readonly messages = new Map<number, Message>();
  private failure: unknown;

  constructor(private readonly live: LiveConnection) {
    this.follow().catch((error: unknown) => (this.failure = error));
  }

  after(seq: number): Message[] {
    if (this.failure) throw this.failure as Error;
    return [...this.messages.values()].filter((message) => message.seq > seq).sort((a, b) => a.seq - b.seq);
  }

  close(): void {
    this.live.close();
  }

  private async follow(): Promise<void> {
    for await (const event of this.live) this.take(event);
  }

  private take({ type, data }: LiveEvent): void {
    switch (type) {
      case 'chat.message_sent.v1':
        this.arrived.push(data.seq);
        this.messages.set(data.seq, data);
        break;
      case 'chat.message_edited.v1':
      case 'chat.message_deleted.v1':
        this.messages.set(data.seq, data);
        break;
      case 'chat.read.v1':
        this.read.set(data.userId, data.seq);
        break;
    }
  }
}
