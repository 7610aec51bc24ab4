import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { answerDebug } from './debug-endpoints.js';
import { metricsRegistry } from './metrics.js';
import { Readiness } from './readiness.js';

export const ADMIN_ADDRESS = Symbol('ADMIN_ADDRESS');

export interface AdminAddress {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Whether it also serves profiles. */
  debug?: true;
}

/** `/healthz` (alive), `/readyz` (its dependencies) and `/metrics` (Prometheus), apart from the public port. */
@Injectable()
export class AdminServer implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(AdminServer.name);
  private readonly server: Server;

  constructor(
    @Inject(ADMIN_ADDRESS) private readonly address: AdminAddress,
    private readonly readiness: Readiness,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.logger.error('The admin port failed to answer', error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    });
  }

  async onModuleInit(): Promise<void> {
    this.server.listen(this.address.port, this.address.host);
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    this.logger.log(`Health, readiness and metrics on http://${this.address.host}:${port}`);
  }

  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (request.url) {
      case '/healthz': {
        json(response, 200, { status: 'ok' });
        return;
      }
      case '/readyz': {
        const report = await this.readiness.report();
        json(response, report.ready ? 200 : 503, report);
        return;
      }
      case '/metrics': {
        const metrics = await metricsRegistry.metrics();
        response.writeHead(200, { 'content-type': metricsRegistry.contentType }).end(metrics);
        return;
      }
      default: {
        const url = new URL(request.url ?? '', 'http://localhost');
        if (this.address.debug === true && (await answerDebug(url, response))) return;
        json(response, 404, { status: 'not found' });
        return;
      }
    }
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
