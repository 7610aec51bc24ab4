import { IncomingMessage } from 'node:http';

/**
 * A request that counts as an upgrade only where it asks for WebSocket.
 *
 * A server that listens for `upgrade` gets every request with an Upgrade header there, and the body is lost: also where
 * a client merely offers HTTP/2 (`Upgrade: h2c`), as Java's does with each first request.
 */
export class WebSocketAwareRequest extends IncomingMessage {
  private hasUpgradeHeader = false;

  // Node.js sets it before it has parsed the headers, and reads it afterwards.
  get upgrade(): boolean {
    return this.hasUpgradeHeader && this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  set upgrade(value: boolean) {
    this.hasUpgradeHeader = value;
  }
}
