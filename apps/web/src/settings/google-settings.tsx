import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok, type components } from '@messenger/client';
import { attempt, showError } from '../state/notices.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import { dateOf } from '../texts/times.js';
import { hasGoogle } from '../sign-in/google-button.js';

type Identity = components['schemas']['IdentityView'];

export function GoogleSettings() {
  const { settings } = texts.value;
  const identities = useSignal<readonly Identity[]>([]);
  useEffect(() => void load().catch(showError), []);

  async function load(): Promise<void> {
    identities.value = (await ok(api().GET('/v1/auth/identities'))).identities;
  }

  async function unlink(identityId: string): Promise<void> {
    await ok(api().DELETE('/v1/auth/identities/{identityId}', { params: { path: { identityId } } }));
    await load();
  }

  if (!hasGoogle() && identities.value.length === 0) return null;
  return (
    <section class="card">
      <h2>{settings.google}</h2>
      {identities.value.length === 0 && <p class="card-hint">{settings.noGoogle}</p>}
      <ul class="card-list">
        {identities.value.map(({ id, email, createdAt }) => (
          <li key={id} class="card-row">
            <span class="row-text">
              <span>{email}</span>
              <span class="faint">{settings.linkedSince(dateOf(createdAt))}</span>
            </span>
            <button class="button small" type="button" onClick={() => void attempt(() => unlink(id))}>
              {settings.unlink}
            </button>
          </li>
        ))}
      </ul>
      {hasGoogle() && (
        <button class="button google" type="button" onClick={() => void attempt(link)}>
          <img src="google.svg" alt="" width="18" height="18" /> {settings.linkGoogle}
        </button>
      )}
    </section>
  );
}

async function link(): Promise<void> {
  const { url } = await ok(api().POST('/v1/auth/google/link', { body: {} }));
  location.assign(url);
}
