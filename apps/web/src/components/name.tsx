import { texts } from '../texts/index.js';

/** A nickname, in whatever direction it is written. */
export function Name({ of: { nickname } }: { of: { nickname: string | null } }) {
  return <bdi class="name">{nickname ?? texts.value.people.unknown}</bdi>;
}
