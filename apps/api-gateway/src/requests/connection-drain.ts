import type { Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Milliseconds in which the clients of open connections are told; well below the deadline of a call. */
const NOTICE = 500;

/**
 * Tells clients to leave before the port is closed: a connection that is simply cut may have a request on its way, and a
 * client may not repeat that by itself. What is asked meanwhile is answered, with `Connection: close`.
 */
@Injectable()
export class ConnectionDrain implements BeforeApplicationShutdown {
  constructor(private readonly http: HttpAdapterHost) {}

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.prependListener('request', (_request: unknown, response: ServerResponse) => {
      response.setHeader('connection', 'close');
    });
    await sleep(NOTICE);
  }
}
