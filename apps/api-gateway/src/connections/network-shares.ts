import { networkOf } from '@messenger/logging';

/** What the connections of one network hold together. */
export interface NetworkShare {
  connections: number;
  /** Requests that wait for others of their connection. */
  waiting: number;
}

/** The shares of the networks that are connected. */
export class NetworkShares {
  private readonly shares = new Map<string, NetworkShare>();

  /** Counts a connection. @param address of the client */
  join(address: string): NetworkShare {
    const network = networkOf(address);
    const share = this.shares.get(network) ?? { connections: 0, waiting: 0 };
    this.shares.set(network, share);
    share.connections++;
    return share;
  }

  leave(address: string, share: NetworkShare): void {
    share.connections--;
    if (share.connections === 0) this.shares.delete(networkOf(address));
  }
}
