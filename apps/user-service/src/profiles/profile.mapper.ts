import type { Complete, ProfileUpdated, UpdateMeRequest, User } from '@messenger/proto';
import type { Profile, ProfileChanges } from './profile.js';

/** Each field of the request is a column of the profile. */
export function toProfileChanges({
  nickname,
  about,
}: UpdateMeRequest): Complete<Pick<ProfileChanges, keyof UpdateMeRequest>> {
  return { nickname, about };
}

export function toUser({ id, nickname, about, avatarHash, createdAt }: Profile): Complete<User> {
  return { id, nickname, about: about ?? undefined, avatarUrl: avatarUrlOf(avatarHash), createdAt };
}

export function toProfileUpdated(profile: Profile): Complete<ProfileUpdated> {
  return { user: toUser(profile), version: profile.version };
}

function avatarUrlOf(hash: string | null): string | undefined {
  return hash === null ? undefined : `/v1/avatars/${hash}.webp`;
}
