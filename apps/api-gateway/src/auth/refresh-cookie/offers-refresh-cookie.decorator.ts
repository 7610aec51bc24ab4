import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { COOKIE, REFRESH_TOKEN_HEADER, RefreshCookie } from './refresh-cookie.js';

/** The parameter with which a route keeps the refresh token in a cookie, or drops it. */
export const InRefreshCookie = createParamDecorator((_data: unknown, context: ExecutionContext): RefreshCookie => {
  const http = context.switchToHttp();
  return new RefreshCookie(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** Documents the header of a route that has `@InRefreshCookie()`. */
export const OffersRefreshCookie = ({ required } = { required: false }): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: REFRESH_TOKEN_HEADER,
      required,
      schema: { type: 'string', enum: [COOKIE] },
      description:
        'For browsers: `cookie` keeps the refresh token in an HttpOnly cookie, and leaves it out of the answer.',
    }),
    ApiProblems({ 403: ['ORIGIN_NOT_ALLOWED'] }),
  );
