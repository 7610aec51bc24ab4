import type { ProfileUpdated, User } from '@messenger/proto';
import type { Profile } from './profile.js';

export function toUser({ id, nickname, about, createdAt }: Profile): User {
  return { id, nickname, about: about ?? undefined, createdAt };
}

export function toProfileUpdated({ id, nickname, about, version, createdAt }: Profile): ProfileUpdated {
  return { userId: id, nickname, about: about ?? undefined, version, createdAt };
}
