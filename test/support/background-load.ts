import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Answer, Api } from './api.js';
import { anEmail, PASSWORD, type Person } from './people.js';

const RETRY_DELAY_MS = 50;

/** Does things again and again beside a test, and ends with it. */
export class BackgroundLoad {
  /** Between two steps of one kind: a light load, on whatever machine. */
  restMs = 50;
  private stopping = false;
  private readonly loops: Promise<void>[] = [];

  constructor() {
    onTestFinished(() => this.stop().catch(() => undefined));
  }

  add(step: () => Promise<unknown>): this {
    this.loops.push(this.repeat(step));
    return this;
  }

  /** @throws whatever a step has thrown */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops);
  }

  private async repeat(step: () => Promise<unknown>): Promise<void> {
    while (!this.stopping) {
      await step();
      await pause(this.restMs);
    }
  }
}

/** Repeats a request, as a client does, while it is answered 503 or 504 or not at all; other failures are errors. */
export async function untilAcknowledged(request: () => Promise<Answer>, known: number[] = []): Promise<Answer> {
  for (;;) {
    const answer = await request().catch(() => undefined);
    if (answer !== undefined && (answer.status < 300 || known.includes(answer.status))) return answer;
    if (answer !== undefined && ![503, 504].includes(answer.status)) {
      throw new Error(`Answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    await pause(RETRY_DELAY_MS);
  }
}

export interface SentMessage {
  id: string;
  seq: number;
  clientMessageId: string;
}

/** Sends numbered messages, each until it is acknowledged. */
export class MessageLoad {
  readonly acknowledged: SentMessage[] = [];

  constructor(
    private readonly person: Person,
    readonly chatId: string,
  ) {}

  async sendOne(): Promise<void> {
    const clientMessageId = randomUUID();
    const message = { text: `number ${this.acknowledged.length}`, clientMessageId };
    const sent = await untilAcknowledged(() => this.person.api.post(`/v1/chats/${this.chatId}/messages`, message));
    this.acknowledged.push(sent.body as SentMessage);
  }
}

/** Registers people, each until it is acknowledged. */
export class RegistrationLoad {
  readonly acknowledged: string[] = [];

  constructor(private readonly api: Api) {}

  async registerOne(): Promise<void> {
    const email = anEmail();
    // Taken means that the unanswered attempt before was it.
    await untilAcknowledged(() => this.api.post('/v1/auth/register', { email, password: PASSWORD }), [409]);
    this.acknowledged.push(email);
  }
}

/** Asks one person after the other to be friends, each until it is acknowledged. */
export class FriendRequestLoad {
  readonly acknowledged: string[] = [];

  constructor(
    private readonly person: Person,
    private readonly others: Person[],
  ) {}

  async requestOne(): Promise<void> {
    const other = this.others[this.acknowledged.length % this.others.length];
    const asked = await untilAcknowledged(() => this.person.api.post('/v1/friend-requests', { userId: other?.id }));
    this.acknowledged.push((asked.body as { id: string }).id);
  }
}

/** A chat from its first message on. */
export async function historyOf({ api }: Person, chatId: string): Promise<SentMessage[]> {
  const messages: SentMessage[] = [];
  for (;;) {
    const answer = await api.get(`/v1/chats/${chatId}/messages?limit=100&afterSeq=${messages.at(-1)?.seq ?? 0}`);
    const page = answer.body as { messages: SentMessage[]; hasMore: boolean };
    messages.push(...page.messages);
    if (!page.hasMore) return messages;
  }
}
