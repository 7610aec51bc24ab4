import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { PreparedDocument } from '../documents/prepared-document.js';
import { applyDocument } from '../documents/send-document.js';
import { isNavigation } from './navigation.js';
import { prepareShell, type ShellOptions } from './shell.js';
import { readWebFile, SHELL, webFiles } from './web-files.js';

/** Serves the web client: its shell at `/` and at every address of its own, its files. They are read at the first request. */
export class WebClient {
  private readonly shell: () => PreparedDocument;
  /** The first parts of the paths that have routes: `v1`, `docs`, `assets`. */
  private readonly routed = new Set<string>();

  private constructor(
    private readonly files: string[],
    options: ShellOptions,
  ) {
    this.shell = once(() => prepareShell(options));
  }

  /** Undefined, with a warning, where it is not built. */
  static find(options: ShellOptions): WebClient | undefined {
    const files = webFiles();
    if (files !== undefined) return new WebClient(files, options);
    new Logger(WebClient.name).warn('The web client is not built: run "make build", or set WEB_CLIENT=off');
    return undefined;
  }

  /** Before the hook that answers 404: addresses of the client are no routes of the gateway. */
  answerNavigations(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url }: RouteOptions) => void this.routed.add(firstPart(url)));
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!request.is404 || !isNavigation(request) || this.routed.has(firstPart(request.url))) done();
      else send(this.shell(), request, reply);
    });
  }

  serve(fastify: FastifyInstance): void {
    serveAt(fastify, '/', this.shell);
    for (const file of this.files.filter((name) => name !== SHELL)) {
      serveAt(
        fastify,
        `/${file}`,
        once(() => readWebFile(file)),
      );
    }
  }
}

function serveAt(fastify: FastifyInstance, path: string, document: () => PreparedDocument): void {
  fastify.get(path, (request, reply) => send(document(), request, reply));
}

function send(document: PreparedDocument, request: FastifyRequest, reply: FastifyReply): void {
  void reply.send(applyDocument(document, request, reply));
}

function firstPart(url: string): string {
  return url.split(/[/?#]/, 2)[1] ?? '';
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
