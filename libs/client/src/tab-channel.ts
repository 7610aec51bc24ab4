import type { TimedTokens } from './session.js';

/** What the tabs of a browser tell each other, in memory: nothing of it is stored. */
export type TabMessage =
  | ({ type: 'tokens' } & TimedTokens)
  /** Answered with `tokens` by the tabs that have fresh ones other than the refused. */
  | { type: 'ask'; refused: string | undefined }
  | { type: 'signed-out'; userId: string; reason: string };

/** The other tabs of the same origin that use the API at the same URL. */
export class TabChannel {
  private readonly channel: InstanceType<typeof BroadcastChannel>;

  constructor(url: string, onMessage: (message: TabMessage) => void) {
    this.channel = new BroadcastChannel(`messenger ${url}`);
    this.channel.onmessage = ({ data }: { data: unknown }) => onMessage(data as TabMessage);
  }

  post(message: TabMessage): void {
    this.channel.postMessage(message);
  }

  close(): void {
    this.channel.close();
  }
}
