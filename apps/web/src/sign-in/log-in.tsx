import { useSignal } from '@preact/signals';
import { Form } from '../forms/form.js';
import { PasswordField } from '../forms/password-field.js';
import { TextField } from '../forms/text-field.js';
import { arrivalNotice, inviteCode, verify } from '../state/arrival.js';
import { hrefOf, route } from '../state/route.js';
import { logIn, register } from '../state/session.js';
import { texts } from '../texts/index.js';
import { ArrivalLine } from './arrival-line.js';
import { GoogleButton } from './google-button.js';
import { typedEmail } from './typed-email.js';

export function LogIn() {
  const { signIn } = texts.value;
  const isNew = route.value.screen === 'register';
  const password = useSignal('');

  async function submit(): Promise<void> {
    arrivalNotice.value = null;
    const credentials = { email: typedEmail.value, password: password.value };
    await (isNew ? register(credentials, inviteCode.value) : logIn(credentials));
    location.hash = '#/';
    await verify();
  }

  return (
    <>
      <h1>{isNew ? signIn.registerTitle : signIn.title}</h1>
      <p class="welcome-intro">{introOf(isNew)}</p>
      <ArrivalLine />
      <Form key={isNew ? 'register' : 'log-in'} action={isNew ? signIn.register : signIn.logIn} submit={submit}>
        <TextField label={signIn.email} type="email" autocomplete="username" value={typedEmail} required />
        <PasswordField
          label={signIn.password}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          value={password}
          required
        />
      </Form>
      {!isNew && (
        <a class="welcome-forgot" href={hrefOf({ screen: 'forgot' })}>
          {signIn.forgot}
        </a>
      )}
      <GoogleButton />
      <p class="welcome-switch">
        {isNew ? signIn.toLogIn : signIn.toRegister}{' '}
        <a href={hrefOf(isNew ? { screen: 'chats' } : { screen: 'register' })}>
          {isNew ? signIn.logIn : signIn.register}
        </a>
      </p>
    </>
  );
}

function introOf(isNew: boolean): string {
  const { signIn } = texts.value;
  if (!isNew) return signIn.intro;
  return inviteCode.value === null ? signIn.registerIntro : signIn.invited;
}
