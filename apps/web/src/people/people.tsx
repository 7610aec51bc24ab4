import { useSignal } from '@preact/signals';
import { Empty } from '../components/empty.js';
import { Skeleton } from '../components/skeleton.js';
import { blocks, friends, incoming, outgoing, peopleLoaded } from '../state/people.js';
import { texts } from '../texts/index.js';
import { FoundPeople } from './found-people.js';
import { PersonRow } from './person-row.js';
import { RequestButtons } from './request-buttons.js';
import { Search } from './search.js';
import { Section } from './section.js';

export function People() {
  const { people } = texts.value;
  const query = useSignal('');
  return (
    <>
      <header class="bar">
        <h1>{people.title}</h1>
      </header>
      <Search query={query} />
      <div class="list-scroller">
        {query.value.trim() === '' ? <OwnPeople /> : <FoundPeople query={query.value.trim()} />}
      </div>
    </>
  );
}

function OwnPeople() {
  const { people } = texts.value;
  if (!peopleLoaded.value) return <Skeleton />;
  return (
    <>
      <Section title={people.requests} items={incoming.value}>
        {(request) => (
          <PersonRow key={request.id} person={request.user} note={people.asksYou}>
            <RequestButtons request={request} />
          </PersonRow>
        )}
      </Section>
      <Section title={people.asked} items={outgoing.value}>
        {(request) => <PersonRow key={request.id} person={request.user} note={people.isAsked} />}
      </Section>
      <Section title={people.friends} items={friends.value}>
        {({ user }) => <PersonRow key={user.id} person={user} />}
      </Section>
      {friends.value.length === 0 && (
        <Empty icon="people" title={people.noFriends}>
          <p>{people.noFriendsHint}</p>
        </Empty>
      )}
      <Section title={people.blocked} items={blocks.value}>
        {({ user }) => <PersonRow key={user.id} person={user} />}
      </Section>
    </>
  );
}
