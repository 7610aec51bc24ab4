import type { Multipart, MultipartFile } from '@fastify/multipart';
import { MAX_IMAGE_BYTES } from '@messenger/dto';
import { DomainError, RateLimitedError, ValidationFailedError } from '@messenger/errors';
import { HttpException, Injectable, PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const FIELD = 'file';
/** Bytes. */
const LIMITS = { fileSize: MAX_IMAGE_BYTES, fieldSize: 1_024 };

/** Uploads at a time: each holds up to 5 MB, three times while it goes on its way. */
const MAX_UPLOADS = 16;
/** Seconds. */
const RETRY_AFTER = 2;

/** Takes uploaded images into memory, a bounded number of them; who comes when there are too many is sent away. */
@Injectable()
export class AvatarUploads {
  private underWay = 0;

  /**
   * Reads the request's one file, and holds its place until `use` is done with it.
   *
   * @throws ValidationFailedError naming `file`, RateLimitedError, PayloadTooLargeException, UnsupportedMediaTypeException
   */
  async receive<T>(request: FastifyRequest, use: (image: Buffer) => Promise<T>): Promise<T> {
    if (this.underWay >= MAX_UPLOADS) throw new RateLimitedError(RETRY_AFTER);
    this.underWay++;
    try {
      return await use(await readOnlyFile(request));
    } finally {
      this.underWay--;
    }
  }
}

async function readOnlyFile(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw notMultipart(request);
  try {
    return await onlyFileOf(request.parts({ limits: LIMITS }));
  } catch (error) {
    // What still comes is let go by, unread: the connection's next request is behind it.
    request.raw.unpipe();
    request.raw.resume();
    throw error instanceof DomainError || error instanceof HttpException ? error : oneFileExpected();
  }
}

async function onlyFileOf(parts: AsyncIterable<Multipart>): Promise<Buffer> {
  let image: Buffer | undefined;
  for await (const part of parts) {
    if (image !== undefined || part.type !== 'file' || part.fieldname !== FIELD) throw oneFileExpected();
    image = await readWhole(part.file);
  }
  if (image === undefined || image.length === 0) throw oneFileExpected();
  return image;
}

async function readWhole(file: MultipartFile['file']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) {
    if (file.truncated) break;
    chunks.push(chunk as Buffer);
  }
  // Not in the loop alone: where a chunk ends at the limit, none comes after it.
  if (file.truncated) throw new PayloadTooLargeException('The file may have at most 5 MB');
  return Buffer.concat(chunks);
}

function oneFileExpected(): ValidationFailedError {
  return new ValidationFailedError([{ field: FIELD, message: 'The body must hold one image, as the field file' }]);
}

function notMultipart({ headers }: FastifyRequest): Error {
  if (headers['content-type'] === undefined) return oneFileExpected();
  return new UnsupportedMediaTypeException('The body must be multipart/form-data');
}
