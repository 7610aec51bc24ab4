import { MethodNotAllowedException, NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from './problem.filter.js';
import { Routes } from './routes.js';

const problems = new ProblemFilter();

/**
 * Answers OPTIONS of every path: 204 with the methods it has, and to a preflight with the headers that CORS has added
 * before. Other methods that a path does not have are answered 405.
 */
export function answerMethods(fastify: FastifyInstance): void {
  const routes = new Routes(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS' && !request.is404) done();
    else answer(request, reply, routes.allowed(request.url) ?? serverMethods(request));
  });
}

/** OPTIONS / asks whether the server answers, as HAProxy's check does: also where there is no page. */
function serverMethods({ method, url }: FastifyRequest): string | undefined {
  return method === 'OPTIONS' && url === '/' ? 'OPTIONS' : undefined;
}

function answer(request: FastifyRequest, reply: FastifyReply, allowed: string | undefined): void {
  const { method } = request;
  if (allowed !== undefined) reply.header('allow', allowed);
  if (allowed === undefined) problems.answer(new NotFoundException('No route has this path'), request, reply);
  else if (method === 'OPTIONS') void reply.status(204).send();
  else problems.answer(new MethodNotAllowedException(`The path has no ${method}`), request, reply);
}
