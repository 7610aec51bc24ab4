import { Catch, Logger, type ArgumentsHost } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { config } from '../../config.js';
import { ProblemFilter } from '../../problems/problem.filter.js';
import { PublicUrlMismatchError } from './google.errors.js';

const STATUS = 409;

/** Shows the operator, in the browser and in the log, which setting makes the redirect lead back. */
@Catch(PublicUrlMismatchError)
export class PublicUrlPageFilter extends ProblemFilter {
  private readonly log = new Logger(PublicUrlPageFilter.name);
  private warned = false;

  override catch(error: PublicUrlMismatchError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    this.warnOnce(error.message);
    if (!request.headers.accept?.includes('text/html')) return super.catch(error, host);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(STATUS).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(error));
  }

  private warnOnce(message: string): void {
    if (!this.warned) this.log.warn(message);
    this.warned = true;
  }
}

function page({ message }: Error): string {
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Messenger: wrong address</title></head>
  <body>
    <h1>Sign-in with Google cannot begin at this address</h1>
    <p>${escaped(message)}.</p>
    <p>How a proxy has to be set up: docs/operating.md. <a href="${escaped(config.http.publicUrl)}/">Back</a></p>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
