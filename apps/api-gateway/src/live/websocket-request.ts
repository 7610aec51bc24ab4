import { IncomingMessage } from 'node:http';

/**
 * A request that asks for an upgrade only where it is one to WebSocket.
 *
 * Once a server listens for upgrades, Node.js takes every request with an Upgrade header for one, and its body is lost:
 * also those of clients that merely offer HTTP/2 (`Upgrade: h2c`), as Java's does with each first request.
 */
export class WebSocketAwareRequest extends IncomingMessage {
  private asksForUpgrade = false;

  // Node.js sets it before it knows the headers, and asks when it does.
  get upgrade(): boolean {
    return this.asksForUpgrade && this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  set upgrade(asks: boolean) {
    this.asksForUpgrade = asks;
  }
}
