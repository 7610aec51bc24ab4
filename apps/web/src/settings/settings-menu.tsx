import type { IconName } from '../icons/paths.js';
import { Icon } from '../components/icon.js';
import { confirm } from '../state/dialog.js';
import { attempt } from '../state/notices.js';
import { hrefOf, route, SETTINGS_SECTIONS, type SettingsSection } from '../state/route.js';
import { logOut, ownId } from '../state/session.js';
import { unsent } from '../state/unsent.js';
import { deleteDatabase } from '../storage/database.js';
import { texts } from '../texts/index.js';

const ICONS: Record<SettingsSection, IconName> = {
  profile: 'user',
  security: 'key',
  devices: 'device',
  invites: 'link',
  data: 'archive',
  appearance: 'palette',
};

export function SettingsMenu() {
  const { settings } = texts.value;
  const current = route.value.screen === 'settings' ? route.value.section : undefined;
  return (
    <>
      <header class="bar">
        <h1>{settings.title}</h1>
      </header>
      <div class="list-scroller">
        <ul class="list">
          {SETTINGS_SECTIONS.map((section) => (
            <li key={section}>
              <a
                class="row menu-row"
                href={hrefOf({ screen: 'settings', section })}
                aria-current={section === current ? 'page' : undefined}
              >
                <Icon name={ICONS[section]} />
                <span class="row-text">{settings[section]}</span>
                <Icon name="next" size={18} />
              </a>
            </li>
          ))}
          <li>
            <button class="row menu-row danger-text" type="button" onClick={() => void attempt(signOut)}>
              <Icon name="exit" />
              <span class="row-text">{settings.signOut}</span>
            </button>
          </li>
        </ul>
      </div>
    </>
  );
}

/** What this browser keeps of the person goes with the session. */
async function signOut(): Promise<void> {
  const { settings } = texts.value;
  const count = unsent.value.length;
  const text = settings.signOutUnsent(count);
  if (count > 0 && !(await confirm({ title: settings.signOutUnsentTitle, text, action: settings.signOut }))) return;
  const userId = ownId();
  await logOut();
  await deleteDatabase(userId);
}
