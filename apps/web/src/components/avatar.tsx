import { baseUrl } from '../state/session.js';

interface Person {
  id: string;
  nickname: string | null;
  avatarUrl: string | null;
}

/** As many as styles/avatar.css has. */
const HUES = 7;

/** A person's picture, or the first letter of the nickname. The name stands beside it. */
export function Avatar({ person, size = 'medium' }: { person: Person; size?: 'small' | 'medium' | 'large' }) {
  const { id, nickname, avatarUrl } = person;
  const className = `avatar avatar-${size}`;
  if (avatarUrl !== null) return <img class={className} src={baseUrl() + avatarUrl} alt="" loading="lazy" />;
  return (
    <span class={className} data-hue={hueOf(id)} aria-hidden="true">
      {firstLetterOf(nickname)}
    </span>
  );
}

function firstLetterOf(nickname: string | null): string {
  return (nickname?.match(/[a-z0-9]/i)?.[0] ?? '?').toUpperCase();
}

function hueOf(id: string): number {
  return [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9_973, 7) % HUES;
}
