import { eventually } from '@messenger/testing';
import { expect } from 'vitest';
import type { Api } from '../support/api.js';
import { historyOf, BackgroundLoad, MessageLoad, untilAcknowledged } from '../support/background-load.js';
import { aChat, type Person } from '../support/people.js';

/** How long a container may take to come back on a busy machine. */
const RECOVERY_TIMEOUT_MS = 120_000;

/** Somebody writes without a pause, and all that was acknowledged is compared with what is there. */
export class Correspondence {
  private cursor = '';
  private received: string[] = [];

  private constructor(
    private readonly reader: Person,
    private readonly writer: MessageLoad,
  ) {}

  static async begun(api: Api): Promise<Correspondence> {
    const { ada, grace, chatId } = await aChat(api);
    const correspondence = new Correspondence(grace, new MessageLoad(ada, chatId));
    correspondence.cursor = ((await grace.api.get('/v1/events')).body as { nextCursor: string }).nextCursor;
    return correspondence;
  }

  /** Writes before, beside and after `disturb`. */
  async goesOnWhile(disturb: () => Promise<unknown>): Promise<void> {
    const load = new BackgroundLoad().add(() => this.writer.sendOne());
    await this.moreAreAcknowledged();
    await disturb();
    await this.moreAreAcknowledged();
    await load.stop();
  }

  /** Each acknowledged message is there once, numbered without a gap, and its event has arrived. */
  async expectNothingLost(): Promise<void> {
    const ids = this.writer.acknowledged.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    const history = await historyOf(this.reader, this.writer.chatId);
    expect(history.map(({ id }) => id)).toEqual(ids);
    expect(history.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
    await eventually(async () => {
      await this.readEvents();
      expect(this.received).toEqual(ids);
    }, RECOVERY_TIMEOUT_MS);
  }

  private async moreAreAcknowledged(): Promise<void> {
    const before = this.writer.acknowledged.length;
    await eventually(() => expect(this.writer.acknowledged.length).toBeGreaterThan(before + 10), RECOVERY_TIMEOUT_MS);
  }

  private async readEvents(): Promise<void> {
    const { body } = await untilAcknowledged(() => this.reader.api.get(`/v1/events?limit=100&cursor=${this.cursor}`));
    const { events, nextCursor } = body as { events: { type: string; data: { id: string } }[]; nextCursor: string };
    this.cursor = nextCursor;
    this.received.push(...events.filter(({ type }) => type === 'chat.message_sent.v1').map(({ data }) => data.id));
  }
}
