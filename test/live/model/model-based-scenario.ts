import { eventually } from '@messenger/testing';
import { isTransient, MessengerClient, ok, type Message } from '@messenger/client';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { aClient } from '../../support/clients.js';
import { Mirror } from '../../support/mirror.js';
import type { Step, Steps } from './random-steps.js';

interface Friend {
  client: MessengerClient;
  own: Message[];
}

/** What may come between the devices and the server. */
export interface Trouble {
  /** Cuts a device's connection: 0 and 1 are the first friend's, 2 and 3 the other's. */
  cut(device: number): void;
  /** Resolves once whatever crashed is back. */
  crash(): Promise<void> | void;
}

/** The gateways that the two friends send their requests to, and those that the four devices are connected to. */
export interface Addresses {
  friends: [string, string];
  devices: [string, string, string, string];
}

/** How long all devices may take to show what the server has, also after a crash. */
const CONVERGENCE_TIMEOUT_MS = 45_000;

/**
 * Two friends with two devices each. After random steps and crashes, every device must show what the server has: the
 * history that the API answers with is the model.
 */
export class ModelBasedScenario {
  private lastSeq = 0;

  private constructor(
    private readonly friends: [Friend, Friend],
    private readonly chatId: string,
    private readonly devices: Mirror[],
    private readonly trouble: Trouble,
  ) {}

  static async start(at: Addresses, trouble: Trouble): Promise<ModelBasedScenario> {
    const friends = [await aFriend(at.friends[0]), await aFriend(at.friends[1])] as [Friend, Friend];
    const [one, other] = friends.map(({ client }) => client) as [MessengerClient, MessengerClient];
    const { id } = await ok(one.api.POST('/v1/friend-requests', { body: { userId: other.userId } }));
    await ok(other.api.POST('/v1/friend-requests/{friendRequestId}/accept', pathOf({ friendRequestId: id })));
    const chat = await ok(one.api.POST('/v1/chats/direct', { body: { userId: other.userId } }));
    const connections = [one, one, other, other].map(({ tokens }, n) =>
      MessengerClient.restore({ url: at.devices[n]!, WebSocket }, tokens).live(),
    );
    await Promise.all(connections.map((live) => live.ready));
    return new ModelBasedScenario(
      friends,
      chat.id,
      connections.map((live) => new Mirror(live)),
      trouble,
    );
  }

  /** Takes the steps; resolves once every device shows exactly what the server has, and rejects where one does not. */
  async play(all: Steps): Promise<void> {
    for (const friend of this.friends) friend.own = [];
    for (const steps of all) await Promise.all(steps.map((step) => this.take(step)));
    await eventually(() => this.expectAlike(), CONVERGENCE_TIMEOUT_MS);
  }

  close(): void {
    for (const device of this.devices) device.close();
  }

  private async take(step: Step): Promise<void> {
    if (step.do === 'crash') return this.trouble.crash();
    if (step.do === 'cut') {
      this.trouble.cut(step.device);
      return;
    }
    const friend = this.friends[step.who];
    if (step.do === 'send') {
      friend.own.push(await friend.client.send(this.chatId, step.text));
      return;
    }
    const message = friend.own[step.nth % friend.own.length];
    // Nothing is written yet.
    if (message === undefined) return;
    await this.change(friend, step, message).catch((error: unknown) => {
      // It may have been done all the same: what the server has is what counts.
      if (!isTransient(error)) throw error;
    });
  }

  private async change({ client }: Friend, step: Step, { id, seq }: Message): Promise<void> {
    const { chatId } = this;
    const path = '/v1/chats/{chatId}/messages/{messageId}';
    if (step.do === 'edit') {
      // 404: deleted at the same time.
      const { response } = await client.api.PATCH(path, {
        ...pathOf({ chatId, messageId: id }),
        body: { text: step.text },
      });
      expect([200, 404]).toContain(response.status);
    } else if (step.do === 'delete') await ok(client.api.DELETE(path, pathOf({ chatId, messageId: id })));
    else if (step.do === 'read') {
      await ok(client.api.PUT('/v1/chats/{chatId}/read', { ...pathOf({ chatId }), body: { seq } }));
    }
  }

  private async expectAlike(): Promise<void> {
    const [one, other] = this.friends.map(({ client }) => client.userId) as [string, string];
    const { messages, ...positions } = await this.history();
    const everySeq = Array.from({ length: positions.lastSeq }, (_, n) => n + 1);
    const reads = [positions.readSeq, positions.peerReadSeq];
    for (const device of this.devices) {
      expect(device.after(this.lastSeq)).toEqual(messages);
      expect(device.arrived).toEqual(everySeq);
      expect([device.read.get(one) ?? 0, device.read.get(other) ?? 0]).toEqual(reads);
    }
    this.lastSeq = positions.lastSeq;
  }

  /** The messages of these steps, as the first friend's API has them. */
  private history() {
    const query = { afterSeq: this.lastSeq, limit: 100 };
    const params = { path: { chatId: this.chatId }, query };
    return ok(this.friends[0].client.api.GET('/v1/chats/{chatId}/messages', { params }));
  }
}

async function aFriend(url: string): Promise<Friend> {
  return { client: await aClient(url), own: [] };
}

function pathOf<Path>(path: Path): { params: { path: Path } } {
  return { params: { path } };
}
