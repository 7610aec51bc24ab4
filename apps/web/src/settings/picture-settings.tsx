import { useSignal } from '@preact/signals';
import { ok } from '@messenger/client';
import { Avatar } from '../components/avatar.js';
import { Icon } from '../components/icon.js';
import { attempt, showText } from '../state/notices.js';
import { loadMe, me, type User } from '../state/people.js';
import { api, client } from '../state/session.js';
import { texts } from '../texts/index.js';
import { CropDialog } from './crop-dialog.js';

const ACCEPTED = 'image/jpeg,image/png,image/webp';

export function PictureSettings({ user }: { user: User }) {
  const { settings } = texts.value;
  const picture = useSignal<ImageBitmap | null>(null);

  async function choose(file: File): Promise<void> {
    picture.value = await createImageBitmap(file).catch(() => null);
    if (picture.value === null) showText(settings.notAPicture);
  }

  async function upload(image: Blob): Promise<void> {
    picture.value = null;
    me.value = await client().uploadAvatar(image);
  }

  return (
    <section class="card picture" aria-label={settings.picture}>
      <Avatar person={user} size="large" />
      <PictureButtons user={user} choose={(file) => void choose(file)} />
      {picture.value && (
        <CropDialog
          picture={picture.value}
          onDone={(image) => void attempt(() => upload(image))}
          onCancel={() => (picture.value = null)}
        />
      )}
    </section>
  );
}

function PictureButtons({ user, choose }: { user: User; choose: (file: File) => void }) {
  const { settings } = texts.value;
  function onChange({ currentTarget }: { currentTarget: HTMLInputElement }): void {
    const file = currentTarget.files?.[0];
    currentTarget.value = '';
    if (file !== undefined) choose(file);
  }
  return (
    <div class="picture-buttons">
      <label class="button">
        <Icon name="camera" size={18} /> {settings.choosePicture}
        <input class="hidden" type="file" accept={ACCEPTED} onChange={onChange} />
      </label>
      {user.avatarUrl !== null && (
        <button class="button" type="button" onClick={() => void attempt(remove)}>
          {settings.removePicture}
        </button>
      )}
    </div>
  );
}

async function remove(): Promise<void> {
  await ok(api().DELETE('/v1/users/me/avatar'));
  await loadMe();
}
