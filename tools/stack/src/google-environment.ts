import type { GoogleEnv } from './config.js';
import type { AppName } from './services.js';

/** What each app has to know of Google. The secret is the gateway's, which redeems the codes. */
const GOOGLE_SETTINGS: Partial<Record<AppName, (keyof GoogleEnv)[]>> = {
  'api-gateway': ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_AUTHORIZATION_URL', 'GOOGLE_TOKEN_URL'],
  'auth-service': ['GOOGLE_CLIENT_ID', 'GOOGLE_ISSUER', 'GOOGLE_JWKS_URL'],
};

/** The settings of Google sign-in that are there, as far as they are the app's business. */
export function googleEnvironment(app: AppName, google: GoogleEnv = {}): Record<string, string> {
  const names = GOOGLE_SETTINGS[app] ?? [];
  return Object.fromEntries(names.flatMap((name) => (google[name] === undefined ? [] : [[name, google[name]]])));
}
