import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok } from '@messenger/client';
import { showError } from '../state/notices.js';
import type { User } from '../state/people.js';
import { api } from '../state/session.js';

/** So long nothing is typed before the search begins. */
const PAUSE_MS = 200;

interface Found {
  users: readonly User[];
  nextPageToken: string;
}

/** The people whose nicknames fit; null before the first answer. `more` adds the next page. */
export function useSearch(query: string): { found: Found | null; more: () => void } {
  const found = useSignal<Found | null>(null);

  async function search(signal?: AbortSignal, pageToken = ''): Promise<void> {
    const params = { query: { query, ...(pageToken && { pageToken }) } };
    const page = await ok(api().GET('/v1/users', { params, ...(signal && { signal }) }));
    const before = pageToken === '' ? [] : (found.value?.users ?? []);
    found.value = { users: [...before, ...page.users], nextPageToken: page.nextPageToken };
  }

  useEffect(() => {
    const abort = new AbortController();
    const show = (error: unknown) => (abort.signal.aborted ? undefined : showError(error));
    const timer = setTimeout(() => void search(abort.signal).catch(show), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);

  return {
    found: found.value,
    more: () => void search(undefined, found.value?.nextPageToken).catch(showError),
  };
}
