import type { ComponentChildren } from 'preact';
import { Avatar } from '../components/avatar.js';
import { Name } from '../components/name.js';
import type { PublicProfile } from '../state/people.js';
import { hrefOf, route } from '../state/route.js';

interface Props {
  person: PublicProfile;
  note?: string | undefined;
  children?: ComponentChildren;
}

export function PersonRow({ person, note, children }: Props) {
  const isCurrent = route.value.screen === 'people' && route.value.userId === person.id;
  return (
    <li class="person-row">
      <a
        class="row"
        href={hrefOf({ screen: 'people', userId: person.id })}
        aria-current={isCurrent ? 'page' : undefined}
      >
        <Avatar person={person} />
        <span class="row-text">
          <Name of={person} />
          {note !== undefined && <span class="row-preview">{note}</span>}
        </span>
      </a>
      {children}
    </li>
  );
}
