import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

const FOLDER = join(import.meta.dirname, 'public');

/** Serves the landing page at `/`, and its files below /landing-page. */
export async function serveLandingPage(app: NestFastifyApplication, options: { google: boolean }): Promise<void> {
  const google = options.google ? 'on' : 'off';
  const page = readFileSync(join(FOLDER, 'index.html'), 'utf8').replace('data-google=""', `data-google="${google}"`);
  await app.register(fastifyStatic, {
    ...{ root: FOLDER, prefix: '/landing-page/', decorateReply: false },
    // One route per file, so that any other path still answers 404 with problem+json.
    wildcard: false,
  });
  app.getHttpAdapter().get('/', (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}
