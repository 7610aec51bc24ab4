import { useSignal } from '@preact/signals';
import { ok } from '@messenger/client';
import { Form } from '../forms/form.js';
import { TextField } from '../forms/text-field.js';
import { me, type User } from '../state/people.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import { FriendLink } from './friend-link.js';
import { PictureSettings } from './picture-settings.js';

export function ProfileSettings() {
  if (me.value === null) return null;
  return (
    <>
      <PictureSettings user={me.value} />
      <ProfileForm user={me.value} />
      <FriendLink user={me.value} />
    </>
  );
}

function ProfileForm({ user }: { user: User }) {
  const { settings } = texts.value;
  const nickname = useSignal(user.nickname);
  const about = useSignal(user.about ?? '');
  const isSaved = useSignal(false);

  async function save(): Promise<void> {
    isSaved.value = false;
    me.value = await ok(api().PATCH('/v1/users/me', { body: { nickname: nickname.value, about: about.value } }));
    isSaved.value = true;
  }

  return (
    <section class="card">
      <Form action={settings.save} submit={save} done={isSaved.value ? settings.saved : undefined}>
        <TextField label={settings.nickname} hint={settings.nicknameHint} value={nickname} required maxLength={32} />
        <TextField label={settings.about} hint={settings.aboutHint} value={about} rows={3} maxLength={500} />
      </Form>
    </section>
  );
}
