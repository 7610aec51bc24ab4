import type { Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Clients of open connections get this long to see `Connection: close`; well below the deadline of an rpc. */
const DRAIN_NOTICE_MS = 500;

/**
 * Answers with `Connection: close` for a while before the port is closed, so that clients connect elsewhere. A connection
 * that is cut may have a request under way, which a client cannot safely repeat.
 */
@Injectable()
export class ConnectionDrain implements BeforeApplicationShutdown {
  constructor(private readonly http: HttpAdapterHost) {}

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.prependListener('request', (_request: unknown, response: ServerResponse) => {
      response.setHeader('connection', 'close');
    });
    await sleep(DRAIN_NOTICE_MS);
  }
}
