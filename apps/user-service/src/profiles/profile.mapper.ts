import type { ProfileUpdated, User } from '@messenger/proto';
import type { Profile } from './profile.js';

export function toUser({ id, nickname, about, avatarHash, createdAt }: Profile): User {
  return { id, nickname, about: about ?? undefined, avatarUrl: avatarUrlOf(avatarHash), createdAt };
}

export function toProfileUpdated({ id, avatarHash, about, ...profile }: Profile): ProfileUpdated {
  const { nickname, version, createdAt } = profile;
  return { userId: id, nickname, about: about ?? undefined, avatarUrl: avatarUrlOf(avatarHash), version, createdAt };
}

function avatarUrlOf(hash: string | null): string | undefined {
  return hash === null ? undefined : `/v1/avatars/${hash}.webp`;
}
