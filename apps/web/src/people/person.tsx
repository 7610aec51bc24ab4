import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok } from '@messenger/client';
import { Avatar } from '../components/avatar.js';
import { BackLink } from '../components/back-link.js';
import { Name } from '../components/name.js';
import { showError } from '../state/notices.js';
import { friends, relationTo, type User } from '../state/people.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import { dateOf } from '../texts/times.js';
import { noteOf } from './relation-note.js';
import { PersonActions } from './person-actions.js';

/** Somebody's profile, and what can be done about them. */
export function Person({ userId }: { userId: string }) {
  const user = useSignal<User | null>(null);
  useEffect(() => {
    ok(api().GET('/v1/users/{userId}', { params: { path: { userId } } })).then(
      (found) => (user.value = found),
      showError,
    );
  }, [userId]);
  return (
    <>
      <header class="bar pane-bar">
        <BackLink to={{ screen: 'people' }} />
        <h1>{user.value && <Name of={user.value} />}</h1>
      </header>
      <div class="pane-scroller">{user.value && <Profile user={user.value} />}</div>
    </>
  );
}

function Profile({ user }: { user: User }) {
  const { people } = texts.value;
  const relation = relationTo(user.id);
  const friend = friends.value.find((other) => other.user.id === user.id);
  const note = noteOf(relation);
  return (
    <div class="profile">
      <Avatar person={user} size="large" />
      <p class="profile-name">
        <Name of={user} />
      </p>
      {note !== undefined && <p class="profile-note">{note}</p>}
      {user.about && (
        <p class="profile-about" dir="auto">
          {user.about}
        </p>
      )}
      <p class="faint">{friend ? people.since(dateOf(friend.since)) : people.memberSince(dateOf(user.createdAt))}</p>
      <PersonActions user={user} relation={relation} />
    </div>
  );
}
