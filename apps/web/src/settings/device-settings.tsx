import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ok, type components } from '@messenger/client';
import { Icon } from '../components/icon.js';
import { attempt, showError } from '../state/notices.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import { agoOf, fullTimeOf } from '../texts/times.js';
import { browserOf } from './user-agent.js';

type Device = components['schemas']['SessionView'];

export function DeviceSettings() {
  const { settings } = texts.value;
  const devices = useSignal<readonly Device[]>([]);
  useEffect(() => void load().catch(showError), []);

  async function load(): Promise<void> {
    devices.value = (await ok(api().GET('/v1/auth/sessions'))).sessions;
  }

  async function signOut(sessionId: string): Promise<void> {
    await ok(api().DELETE('/v1/auth/sessions/{sessionId}', { params: { path: { sessionId } } }));
    await load();
  }

  return (
    <section class="card">
      <p class="card-hint">{settings.devicesHint}</p>
      <ul class="card-list">
        {devices.value.map((device) => (
          <DeviceRow key={device.id} device={device} signOut={() => void attempt(() => signOut(device.id))} />
        ))}
      </ul>
    </section>
  );
}

function DeviceRow({ device, signOut }: { device: Device; signOut: () => void }) {
  const { settings } = texts.value;
  const name = nameOf(device);
  return (
    <li class="card-row">
      <Icon name="device" />
      <span class="row-text">
        <span title={device.userAgent ?? ''}>{name}</span>
        <span class="faint">
          {device.current ? settings.thisDevice : settings.lastUsed(agoOf(device.lastUsedAt))}
          {device.ip !== null && ` · ${device.ip}`}
        </span>
        <time class="hidden" dateTime={device.createdAt}>
          {fullTimeOf(device.createdAt)}
        </time>
      </span>
      {!device.current && (
        <button class="button small" type="button" aria-label={settings.signOutDevice(name)} onClick={signOut}>
          {settings.signOutShort}
        </button>
      )}
    </li>
  );
}

function nameOf({ userAgent }: Device): string {
  const { settings } = texts.value;
  if (userAgent === null) return settings.unknownDevice;
  const browser = browserOf(userAgent);
  return browser === undefined ? userAgent.slice(0, 60) : settings.browserOn(browser.name, browser.system);
}
