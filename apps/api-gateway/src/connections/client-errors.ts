import { METHODS } from 'node:http';
import type { Socket } from 'node:net';
import { BadRequestException, HttpException, PayloadTooLargeException, RequestTimeoutException } from '@nestjs/common';
import { rawProblem } from '../problems/raw-problem.js';
import { endWith } from './closing.js';

/** An error of the HTTP parser. */
export interface ClientError {
  code?: string;
  /** What it has read last: a Buffer, though Fastify says otherwise. */
  rawPacket?: unknown;
}

const URI_TOO_LONG = 414;
const HEADERS_TOO_LARGE = 431;

/** Answers what the HTTP parser refuses, and closes the connection. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else endWith(socket, rawProblem(toHttpException(error)).bytes);
}

function toHttpException({ code, rawPacket }: ClientError): HttpException {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestTimeoutException('The head of the request came too slowly');
    case 'HPE_HEADER_OVERFLOW':
      return isTargetTooLong(rawPacket)
        ? new HttpException('The path and query are too long', URI_TOO_LONG)
        : new HttpException('The headers are too large', HEADERS_TOO_LARGE);
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new PayloadTooLargeException('The extensions of a chunk are too large');
    default:
      return new BadRequestException('This is not a request of HTTP/1.1');
  }
}

/** Whether the packet begins a request, of which its end or half of what a head may have is still the first line. */
function isTargetTooLong(packet: unknown): boolean {
  if (!Buffer.isBuffer(packet)) return false;
  const [firstLine = ''] = packet.toString('latin1').split('\r\n', 1);
  return METHODS.includes(firstLine.split(' ', 1)[0] ?? '') && firstLine.length > packet.length / 2;
}
