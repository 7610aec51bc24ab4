import { Empty } from '../components/empty.js';
import { relationTo } from '../state/people.js';
import { texts } from '../texts/index.js';
import { PersonRow } from './person-row.js';
import { noteOf } from './relation-note.js';
import { useSearch } from './use-search.js';

export function FoundPeople({ query }: { query: string }) {
  const { people } = texts.value;
  const { found, more } = useSearch(query);
  if (found === null) return <p class="hidden">{texts.value.loading}</p>;
  const { users, nextPageToken } = found;
  return (
    <>
      <p class="hidden" role="status">
        {people.found(users.length)}
      </p>
      {users.length === 0 && <Empty icon="search" title={people.nobody} />}
      <ul class="list">
        {users.map((user) => (
          <PersonRow key={user.id} person={user} note={noteOf(relationTo(user.id)) ?? user.about ?? undefined} />
        ))}
      </ul>
      {nextPageToken !== '' && (
        <button class="button list-more" type="button" onClick={more}>
          {people.more}
        </button>
      )}
    </>
  );
}
