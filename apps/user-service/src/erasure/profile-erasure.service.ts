import type { Transaction } from '@messenger/database';
import { addErasedUser, forgetRecipient, Outbox } from '@messenger/outbox';
import type { AccountDeleted } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { AvatarsRepository } from '../avatars/avatars.repository.js';
import { ExportsRepository } from '../exports/exports.repository.js';
import { ProfilesRepository } from '../profiles/profiles.repository.js';

/** Erases people whose accounts were deleted. */
@Injectable()
export class ProfileErasureService {
  constructor(
    private readonly outbox: Outbox,
    private readonly profiles: ProfilesRepository,
    private readonly avatars: AvatarsRepository,
    private readonly exports: ExportsRepository,
  ) {}

  /** A repetition finds nothing, and confirms again. */
  async erase(transaction: Transaction, { userId, erasureId }: AccountDeleted): Promise<void> {
    await addErasedUser(transaction, userId);
    const profile = await this.profiles.delete(transaction, userId);
    if (typeof profile?.avatarHash === 'string') await this.avatars.deleteIfUnused(transaction, profile.avatarHash);
    await this.exports.delete(transaction, userId);
    await forgetRecipient(transaction, userId);
    this.outbox.add(transaction, {
      type: 'user.account_erased.v1',
      payload: { erasureId },
      subject: erasureId,
      recipientIds: [],
    });
  }
}
