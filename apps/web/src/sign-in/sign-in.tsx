import { resetToken } from '../state/arrival.js';
import { route } from '../state/route.js';
import { texts } from '../texts/index.js';
import { ForgotPassword } from './forgot-password.js';
import { LogIn } from './log-in.js';
import { NewPassword } from './new-password.js';

/** What is shown while nobody is signed in. */
export function SignIn() {
  return (
    <div class="welcome">
      <main class="welcome-card">
        <div class="welcome-logo">
          <img src="logo.svg" alt="" width="44" height="44" />
          <span>{texts.value.appName}</span>
        </div>
        <Step />
      </main>
      <footer class="welcome-footer">
        <a href="docs">{texts.value.signIn.documentation}</a>
      </footer>
    </div>
  );
}

function Step() {
  if (resetToken.value !== null) return <NewPassword />;
  return route.value.screen === 'forgot' ? <ForgotPassword /> : <LogIn />;
}
