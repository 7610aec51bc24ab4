import { createHash } from 'node:crypto';
import { Database } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { Profile } from '../profiles/profile.js';
import { ProfilesService } from '../profiles/profiles.service.js';
import { AvatarMaker } from './avatar-maker.js';
import { AvatarNotFoundError } from './avatars.errors.js';
import { AvatarsRepository } from './avatars.repository.js';

@Injectable()
export class AvatarsService {
  constructor(
    private readonly database: Database,
    private readonly avatars: AvatarsRepository,
    private readonly profiles: ProfilesService,
    private readonly maker: AvatarMaker,
  ) {}

  /** @throws UnsupportedImageError, CorruptImageError, ImageTooLargeError, RateLimitedError */
  async set(userId: string, image: Buffer): Promise<Profile> {
    const webp = await this.maker.make(image);
    const avatarHash = createHash('sha256').update(webp).digest('hex');
    return this.database.transaction(async (transaction) => {
      await this.avatars.store(transaction, avatarHash, webp);
      return this.profiles.update(transaction, userId, { avatarHash });
    });
  }

  /** The file stays: the cleanup deletes it once it has been unused for a day. */
  async remove(userId: string): Promise<void> {
    await this.profiles.updateMe(userId, { avatarHash: null });
  }

  /** @throws AvatarNotFoundError */
  async read(hash: string): Promise<Buffer> {
    const webp = await this.avatars.find(this.database, hash);
    if (webp === undefined) throw new AvatarNotFoundError();
    return webp;
  }
}
