import type { Multipart, MultipartFile } from '@fastify/multipart';
import { MAX_IMAGE_BYTES } from '@messenger/dto';
import { callerOf } from '@messenger/authentication';
import { DomainError, RateLimitedError, ValidationFailedError } from '@messenger/errors';
import { networkOf, requestContext } from '@messenger/logging';
import { HttpException, Injectable, PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const FIELD = 'file';
const MAX_FIELD_BYTES = 1_024;
const LIMITS = { fileSize: MAX_IMAGE_BYTES, fieldSize: MAX_FIELD_BYTES };

/** Each holds up to 5 MB, in three copies while it is sent to user-service. */
const MAX_CONCURRENT_UPLOADS = 16;
/** Of those, the ones of one user. */
const MAX_UPLOADS_PER_USER = 2;
/** Of those, the ones of one network, which may hold many users. */
const MAX_UPLOADS_PER_NETWORK = 8;
const RETRY_AFTER_SECONDS = 2;

/** Whose upload it is, as keys. */
interface Owners {
  user: string;
  network: string;
}

/** Reads uploaded images into memory. Refuses with 429 when too many are being read, of all, of a network or of a user. */
@Injectable()
export class AvatarUploads {
  private uploads = 0;
  private readonly byOwner = new Map<string, number>();

  /**
   * Reads the request's only file and passes it to `use`; the upload counts as concurrent until `use` has resolved.
   *
   * @throws ValidationFailedError naming `file`, RateLimitedError, PayloadTooLargeException, UnsupportedMediaTypeException
   */
  async receive<T>(request: FastifyRequest, use: (image: Buffer) => Promise<T>): Promise<T> {
    const owners = { user: `user ${callerOf(request)?.userId}`, network: `network ${networkOf(request.ip)}` };
    if (!this.hasPlace(owners)) throw new RateLimitedError(RETRY_AFTER_SECONDS);
    this.count(owners, 1);
    try {
      const image = await readOnlyFile(request);
      // A slow upload takes nothing from the time to decode it.
      const context = requestContext.getStore();
      if (context !== undefined) context.arrivedAtMs = performance.now();
      return await use(image);
    } finally {
      this.count(owners, -1);
    }
  }

  private hasPlace({ user, network }: Owners): boolean {
    const used = (owner: string): number => this.byOwner.get(owner) ?? 0;
    return (
      this.uploads < MAX_CONCURRENT_UPLOADS &&
      used(user) < MAX_UPLOADS_PER_USER &&
      used(network) < MAX_UPLOADS_PER_NETWORK
    );
  }

  private count(owners: Owners, change: 1 | -1): void {
    this.uploads += change;
    for (const owner of Object.values<string>({ ...owners })) {
      const used = (this.byOwner.get(owner) ?? 0) + change;
      if (used === 0) this.byOwner.delete(owner);
      else this.byOwner.set(owner, used);
    }
  }
}

async function readOnlyFile(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw notMultipart(request);
  try {
    return await onlyFileOf(request.parts({ limits: LIMITS }));
  } catch (error) {
    // Discards the rest of the body: the connection's next request follows it.
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
  // Checked again after the loop: no chunk follows one that ends exactly at the limit.
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
