import type { Signal } from '@preact/signals';
import { Icon } from '../components/icon.js';
import { texts } from '../texts/index.js';

export function Search({ query }: { query: Signal<string> }) {
  const { people } = texts.value;
  return (
    <div class="search" role="search">
      <Icon name="search" size={18} />
      <input
        type="search"
        aria-label={people.search}
        placeholder={people.search}
        value={query.value}
        maxLength={64}
        onInput={({ currentTarget }) => (query.value = currentTarget.value)}
      />
      {query.value !== '' && (
        <button class="icon-button" type="button" aria-label={people.clear} onClick={() => (query.value = '')}>
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  );
}
