import { useSignal } from '@preact/signals';
import { ok } from '@messenger/client';
import { Form } from '../forms/form.js';
import { NumberField } from '../forms/number-field.js';
import { TextField } from '../forms/text-field.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import type { Invite } from './invite.js';
import { ShareLink } from './share-link.js';

const MAX_USES = 1_000;
const MAX_DAYS = 365;

export function InviteForm({ onMade }: { onMade: (invite: Invite) => void }) {
  const { invites } = texts.value;
  const note = useSignal('');
  const maxUses = useSignal(1);
  const expiresInDays = useSignal(7);
  const link = useSignal<string | null>(null);

  async function make(): Promise<void> {
    const body = { maxUses: maxUses.value, expiresInDays: expiresInDays.value };
    const noted = note.value.trim() === '' ? {} : { note: note.value };
    const { invite, url } = await ok(api().POST('/v1/invites', { body: { ...body, ...noted } }));
    link.value = url;
    note.value = '';
    onMade(invite);
  }

  return (
    <section class="card">
      <p class="card-hint">{invites.hint}</p>
      <Form action={invites.make} submit={make}>
        <TextField label={invites.note} hint={invites.noteHint} value={note} maxLength={200} />
        <NumberField label={invites.maxUses} value={maxUses} max={MAX_USES} />
        <NumberField label={invites.days} value={expiresInDays} max={MAX_DAYS} />
      </Form>
      <div role="status">{link.value !== null && <ShareLink url={link.value} hint={invites.made} />}</div>
    </section>
  );
}
