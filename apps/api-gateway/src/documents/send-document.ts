import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PreparedDocument } from './prepared-document.js';

/** Sets status and headers of the document's answer; returns its body. */
export function applyDocument(
  document: PreparedDocument,
  request: FastifyRequest,
  reply: FastifyReply,
): Buffer | undefined {
  const { status, headers, body } = document.answer(request.headers);
  reply.status(status).headers(headers);
  return body;
}
