import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RequestTimeoutException } from '@nestjs/common';
import { rawProblem } from '../problems/raw-problem.js';
import { endWith } from './closing.js';
import { BodyRate } from './body-rate.js';
import { recordCut } from './connections.metrics.js';
import { MAX_IN_HAND, MAX_WAITING, MAX_WAITING_PER_NETWORK } from './limits.js';
import type { NetworkShare } from './network-shares.js';

type Exchange = [request: IncomingMessage, response: ServerResponse];

/**
 * One HTTP connection. Of the requests that a client pipelines few are handled at a time. An answer counts as in hand until
 * the client's machine has taken it: for a client that does not read, no more is done than it could read.
 */
export class ClientConnection {
  private readonly waiting: Exchange[] = [];
  private readonly inHand: ServerResponse[] = [];
  /** The only request whose body may still be under way. */
  private latest: IncomingMessage | undefined;
  private readonly bodyRate = new BodyRate();

  constructor(
    readonly socket: Socket,
    readonly share: NetworkShare,
    private readonly handle: RequestListener,
  ) {}

  /** Bytes of answers that the client's machine has not taken. */
  get unreadBytes(): number {
    return this.inHand.reduce((sum, response) => sum + response.writableLength, 0);
  }

  /** Whether a request has not been answered yet. */
  get busy(): boolean {
    return this.inHand.length > 0;
  }

  /** Handles a request, now or when those before it have been answered. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    this.latest = request;
    if (this.inHand.length < MAX_IN_HAND && this.waiting.length === 0) this.dispatch(request, response);
    else this.postpone(request, response);
  }

  /** Ends a connection on which nothing moves, unless an answer is still being made. */
  endIdle(): void {
    if (this.receiving) this.endLateBody();
    else if (!this.busy || this.unreadBytes > 0) this.socket.destroy();
  }

  /** Ends a connection whose body comes too slowly. */
  checkBodyRate(now: number): void {
    if (this.latest === undefined || !this.receiving) return;
    if (this.bodyRate.isTooSlow(this.latest, this.socket.bytesRead, now)) this.endLateBody();
  }

  /** Calls back when no request is in hand. */
  onceIdle(callback: () => void): void {
    if (this.busy) this.inHand.at(-1)?.once('close', () => this.onceIdle(callback));
    else callback();
  }

  /** Drops the requests that wait, once the connection has closed. */
  release(): void {
    this.share.waiting -= this.waiting.length;
    this.waiting.length = 0;
  }

  private get receiving(): boolean {
    return this.latest?.complete === false && this.waiting.length === 0;
  }

  private dispatch(request: IncomingMessage, response: ServerResponse): void {
    this.inHand.push(response);
    response.once('close', () => {
      this.inHand.splice(this.inHand.indexOf(response), 1);
      this.next();
    });
    this.handle(request, response);
  }

  private postpone(request: IncomingMessage, response: ServerResponse): void {
    if (this.socket.destroyed) return;
    this.waiting.push([request, response]);
    this.share.waiting++;
    if (this.waiting.length <= MAX_WAITING && this.share.waiting <= MAX_WAITING_PER_NETWORK) {
      this.socket.pause();
      return;
    }
    recordCut('pipeline', this.socket.remoteAddress);
    this.socket.destroy();
  }

  private next(): void {
    const exchange = this.waiting.shift();
    if (exchange === undefined) return;
    this.share.waiting--;
    if (this.waiting.length === 0) this.socket.resume();
    this.dispatch(...exchange);
  }

  private endLateBody(): void {
    const [first, ...others] = this.inHand;
    if (others.length > 0 || first?.headersSent === true) this.socket.destroy();
    else endWith(this.socket, rawProblem(new RequestTimeoutException('The body came too slowly')).bytes);
  }
}
