import type { ComponentType } from 'preact';
import { BackLink } from '../components/back-link.js';
import type { SettingsSection } from '../state/route.js';
import { texts } from '../texts/index.js';
import { AppearanceSettings } from './appearance-settings.js';
import { DataSettings } from './data-settings.js';
import { DeviceSettings } from './device-settings.js';
import { InviteSettings } from './invite-settings.js';
import { ProfileSettings } from './profile-settings.js';
import { SecuritySettings } from './security-settings.js';

const SECTIONS: Record<SettingsSection, ComponentType> = {
  profile: ProfileSettings,
  security: SecuritySettings,
  devices: DeviceSettings,
  invites: InviteSettings,
  data: DataSettings,
  appearance: AppearanceSettings,
};

export function SettingsPane({ section }: { section: SettingsSection }) {
  const Section = SECTIONS[section];
  return (
    <>
      <header class="bar pane-bar">
        <BackLink to={{ screen: 'settings' }} />
        <h1>{texts.value.settings[section]}</h1>
      </header>
      <div class="pane-scroller">
        <div class="settings">
          <Section key={section} />
        </div>
      </div>
    </>
  );
}
