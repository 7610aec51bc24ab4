import type { Channel } from '../load.js';
import { XmppClient } from './xmpp-client.js';

/** As long as our own. */
const TEXT = '0123456789'.repeat(10);

/** Pairs of ejabberd's people: `ua<n>` writes to `ub<n>`. */
export async function xmppChannel(port: number, pairs: number): Promise<Channel> {
  const signIn = async (prefix: string): Promise<XmppClient[]> => {
    return Promise.all(Array.from({ length: pairs }, (_, n) => XmppClient.signIn(port, `${prefix}${n}`)));
  };
  return new XmppChannel(await signIn('ua'), await signIn('ub'));
}

class XmppChannel implements Channel {
  onReceived: (tag: number) => void = () => undefined;

  constructor(
    private readonly writers: XmppClient[],
    private readonly readers: XmppClient[],
  ) {
    for (const reader of readers) reader.onBody = (body) => this.onReceived(parseInt(body));
  }

  send(pair: number, tag: number): void {
    this.writers[pair]?.send(`ub${pair}`, tag, `${tag}|${TEXT}`);
  }

  close(): Promise<void> {
    for (const client of [...this.writers, ...this.readers]) client.close();
    return Promise.resolve();
  }
}
