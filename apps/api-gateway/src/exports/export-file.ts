import { Readable } from 'node:stream';
import { EXPORT_PART_BYTES } from '@messenger/dto';
import { requestContext } from '@messenger/logging';
import type { DataExport } from '@messenger/proto';
import { HttpException, HttpStatus, Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { USER_CLIENT, type UserClient } from '../clients/clients.module.js';
import { byteRange, type ByteRange } from './byte-range.js';
import { backgroundContext } from './background-context.js';

/** Sends the file of an export, or the part of it that is asked for, so that a download that broke goes on. */
@Injectable()
export class ExportFile {
  constructor(@Inject(USER_CLIENT) private readonly users: UserClient) {}

  send({ id, sizeBytes, createdAt }: DataExport, reply: FastifyReply): StreamableFile {
    const etag = `"${id}"`;
    const { range: header, 'if-range': ifRange = etag } = reply.request.headers;
    const range = byteRange(ifRange === etag ? header : undefined, sizeBytes);
    if (range === 'unsatisfiable') throw rangeNotSatisfiable(reply, sizeBytes);
    const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
    const day = (createdAt as Date).toISOString().slice(0, 10);
    reply.status(range === undefined ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT).headers({
      'accept-ranges': 'bytes',
      etag,
      'cache-control': 'private, no-cache',
      ...(range !== undefined && { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
    });
    return new StreamableFile(Readable.from(this.bytes(id, { first, last }), { objectMode: false }), {
      type: 'application/zip',
      disposition: `attachment; filename="messenger-${day}.zip"`,
      length: last - first + 1,
    });
  }

  /** Reads a part at a time, when the client has taken the one before: long after the request's own time is over. */
  private async *bytes(exportId: string, { first, last }: ByteRange): AsyncGenerator<Buffer> {
    const context = backgroundContext();
    for (let at = first; at <= last;) {
      const number = Math.floor(at / EXPORT_PART_BYTES);
      const { content } = await requestContext.run(context, () => this.users.getExportPart({ exportId, number }));
      const start = at - number * EXPORT_PART_BYTES;
      const bytes = content.subarray(start, start + last - at + 1);
      // Deleted meanwhile: the connection breaks, as the length was promised.
      if (bytes.length === 0) throw new Error('The export has no such part');
      yield bytes;
      at += bytes.length;
    }
  }
}

function rangeNotSatisfiable(reply: FastifyReply, sizeBytes: number): HttpException {
  reply.header('content-range', `bytes */${sizeBytes}`);
  return new HttpException('The file has no such bytes', HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
}
