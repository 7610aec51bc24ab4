import { useSignal } from '@preact/signals';
import { ok } from '@messenger/client';
import { Form } from '../forms/form.js';
import { PasswordField } from '../forms/password-field.js';
import { attempt, showText } from '../state/notices.js';
import { api } from '../state/session.js';
import { texts } from '../texts/index.js';
import { GoogleSettings } from './google-settings.js';

export function SecuritySettings() {
  return (
    <>
      <PasswordForm />
      <EmailSettings />
      <GoogleSettings />
    </>
  );
}

function PasswordForm() {
  const { settings } = texts.value;
  const currentPassword = useSignal('');
  const newPassword = useSignal('');
  const isChanged = useSignal(false);

  async function change(): Promise<void> {
    isChanged.value = false;
    const known = currentPassword.value === '' ? {} : { currentPassword: currentPassword.value };
    await ok(api().PUT('/v1/auth/password', { body: { ...known, newPassword: newPassword.value } }));
    currentPassword.value = newPassword.value = '';
    isChanged.value = true;
  }

  return (
    <section class="card">
      <h2>{settings.password}</h2>
      <p class="card-hint">{settings.passwordHint}</p>
      <Form
        action={settings.changePassword}
        submit={change}
        done={isChanged.value ? settings.passwordChanged : undefined}
      >
        <PasswordField label={settings.currentPassword} autocomplete="current-password" value={currentPassword} />
        <PasswordField label={settings.newPassword} autocomplete="new-password" value={newPassword} required />
      </Form>
    </section>
  );
}

function EmailSettings() {
  const { settings } = texts.value;
  async function send(): Promise<void> {
    await ok(api().POST('/v1/auth/email-verification'));
    showText(settings.verifySent);
  }
  return (
    <section class="card">
      <h2>{settings.email}</h2>
      <p class="card-hint">{settings.emailHint}</p>
      <button class="button" type="button" onClick={() => void attempt(send)}>
        {settings.verify}
      </button>
    </section>
  );
}
