import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from '@messenger/database';
import type { Profiles } from '../tables.gen.js';

/** A person as the others see them: a row of `profiles`. */
export type Profile = Selectable<Profiles>;

/** The columns that change by themselves, or never. */
type OwnColumns = 'id' | 'createdAt' | 'nicknameChosen' | 'version';

/** New values; a field that is undefined stays as it is. */
export type ProfileChanges = { [Field in Exclude<keyof Profile, OwnColumns>]?: Profile[Field] | undefined };

/** The changes that differ from what the profile holds. */
export function effectiveChanges(profile: Profile, wanted: ProfileChanges): Partial<Profile> {
  const fields = Object.keys(wanted) as (keyof ProfileChanges)[];
  const changed = fields.filter(
    (field) => wanted[field] !== undefined && !isDeepStrictEqual(wanted[field], profile[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, wanted[field]]));
}

/** The profile in its next version. */
export function withChanges(profile: Profile, changes: Partial<Profile>): Profile {
  const nicknameChosen = profile.nicknameChosen || changes.nickname !== undefined;
  return { ...profile, ...changes, nicknameChosen, version: profile.version + 1 };
}
