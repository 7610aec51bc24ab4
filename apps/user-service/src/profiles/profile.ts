/** A person as the others see them. */
export interface Profile {
  /** The account's id. */
  id: string;
  /** Unique whatever the case. */
  nickname: string;
  /** Null until first written. */
  about: string | null;
  /** SHA-256 of the picture's file; null where there is none. */
  avatarHash: string | null;
  /** Grows with each change. */
  version: number;
  createdAt: Date;
}

export interface ProfileChange {
  nickname?: string;
  about?: string;
  avatarHash?: string | null;
}

/** What of the change is one. */
export function differenceOf(profile: Profile, { nickname, about, avatarHash }: ProfileChange): ProfileChange {
  return {
    ...(nickname !== undefined && nickname !== profile.nickname ? { nickname } : {}),
    ...(about !== undefined && about !== profile.about ? { about } : {}),
    ...(avatarHash !== undefined && avatarHash !== profile.avatarHash ? { avatarHash } : {}),
  };
}
