import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok } from '@messenger/client';
import { attempt, showError } from '../state/notices.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import type { Invite } from './invite.js';
import { InviteForm } from './invite-form.js';
import { InviteRow } from './invite-row.js';

/** Links by which others create accounts. The page has the link itself just after it was made: the API keeps a hash. */
export function InviteSettings() {
  const invites = useSignal<readonly Invite[]>([]);
  const nextPageToken = useSignal('');
  useEffect(() => void load().catch(showError), []);

  async function load(): Promise<void> {
    const nextPage = nextPageToken.value === '' ? {} : { pageToken: nextPageToken.value };
    const page = await ok(api().GET('/v1/invites', { params: { query: nextPage } }));
    // One that was made meanwhile is in the list already.
    const known = new Set(invites.value.map(({ id }) => id));
    invites.value = [...invites.value, ...page.invites.filter(({ id }) => !known.has(id))];
    nextPageToken.value = page.nextPageToken;
  }

  async function revoke(invite: Invite): Promise<void> {
    await ok(api().DELETE('/v1/invites/{inviteId}', { params: { path: { inviteId: invite.id } } }));
    const revoked = { ...invite, revokedAt: new Date().toISOString() };
    invites.value = invites.value.map((other) => (other.id === invite.id ? revoked : other));
  }

  return (
    <>
      <InviteForm onMade={(invite) => (invites.value = [invite, ...invites.value])} />
      {invites.value.length > 0 && (
        <section class="card">
          <ul class="card-list">
            {invites.value.map((invite) => (
              <InviteRow key={invite.id} invite={invite} revoke={() => void attempt(() => revoke(invite))} />
            ))}
          </ul>
          {nextPageToken.value !== '' && (
            <button class="button" type="button" onClick={() => void attempt(load)}>
              {texts.value.people.more}
            </button>
          )}
        </section>
      )}
    </>
  );
}
