/** A person as the others see them. */
export interface Profile {
  /** The account's id. */
  id: string;
  /** Unique whatever the case. */
  nickname: string;
  /** Null until first written. */
  about: string | null;
  /** Grows with each change. */
  version: number;
  createdAt: Date;
}

export interface ProfileChange {
  nickname?: string;
  about?: string;
}

/** What of the change is one. */
export function differenceOf(profile: Profile, { nickname, about }: ProfileChange): ProfileChange {
  return {
    ...(nickname !== undefined && nickname !== profile.nickname ? { nickname } : {}),
    ...(about !== undefined && about !== profile.about ? { about } : {}),
  };
}
