import type { Relation } from '../state/people.js';
import { texts } from '../texts/index.js';

export function noteOf(relation: Relation): string | undefined {
  const { people } = texts.value;
  const notes: Record<Relation, string | undefined> = {
    me: people.isYou,
    friend: people.isFriend,
    incoming: people.asksYou,
    outgoing: people.isAsked,
    blocked: people.isBlocked,
    none: undefined,
  };
  return notes[relation];
}
