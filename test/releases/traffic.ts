import { eventually } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Api } from '../support/api.js';
import { Mirror } from '../support/mirror.js';
import { BackgroundLoad, type SentMessage } from '../support/background-load.js';
import { clientOf } from '../support/clients.js';
import { aChat, type Person } from '../support/people.js';

type Chat = Awaited<ReturnType<typeof aChat>>;

/**
 * People who write, look around and listen. They try nothing twice: each request is answered as it should be, or is a
 * failure. Only their live connections come again, as their close code asks.
 */
export class Traffic {
  readonly acknowledged: (SentMessage & { chatId: string })[] = [];
  readonly failures: string[] = [];
  private answered = 0;
  private readonly load = new BackgroundLoad();

  private constructor(
    readonly chats: Chat[],
    /** Of the first person of each chat. */
    readonly devices: Mirror[],
    private readonly headers: Record<string, string>,
  ) {
    for (const { ada, grace, chatId } of chats) {
      for (const person of [ada, grace]) this.load.add(() => this.send(person, chatId));
      for (const path of ['/v1/users/me', '/v1/friends', '/v1/chats', '/v1/auth/sessions']) {
        this.load.add(() => this.request(ada, 200, 'GET', path));
      }
    }
  }

  static async of(api: Api, headers: Record<string, string> = {}): Promise<Traffic> {
    const chats = await Promise.all([aChat(api), aChat(api)]);
    const devices = await Promise.all(chats.map(({ ada }) => listen(ada)));
    const traffic = new Traffic(chats, devices, headers);
    await traffic.goesOn();
    return traffic;
  }

  /** Waits until a good many more requests have been answered. */
  async goesOn(): Promise<void> {
    const before = this.answered;
    await eventually(() => expect(this.answered).toBeGreaterThan(before + 100));
  }

  async stop(): Promise<void> {
    await this.load.stop();
  }

  close(): void {
    for (const device of this.devices) device.close();
  }

  private async send(person: Person, chatId: string): Promise<void> {
    const message = { text: 'steady', clientMessageId: randomUUID() };
    const answer = await this.request(person, 201, 'POST', `/v1/chats/${chatId}/messages`, message);
    if (answer?.status === 201) this.acknowledged.push(answer.body as SentMessage & { chatId: string });
  }

  private async request(
    { api }: Person,
    status: number,
    ...[method, path, body]: [string, string, unknown?]
  ): Promise<Answer | undefined> {
    const what = `${method} ${path}`;
    try {
      const answer = await api.request(method, path, body, this.headers);
      if (answer.status === status) this.answered += 1;
      else this.failures.push(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer;
    } catch (error) {
      const { cause } = error as Error;
      this.failures.push(`${what}: ${String(cause ?? error)}`);
      return undefined;
    }
  }
}

async function listen(person: Person): Promise<Mirror> {
  const live = clientOf(person).live();
  await live.ready;
  return new Mirror(live);
}
