import type { ExtraEnv } from './app-environment.js';

const ROUTES = ['LOGIN', 'REGISTER', 'REFRESH', 'SEARCH', 'AVATAR', 'DEFAULT'];
const BY_ADDRESS = ['MAIL_LIMIT_CALLER', 'PASSWORD_LIMIT_ADDRESS'];

/** For tests and benchmarks: all of them come from one address, and some from one person in a hurry. */
export const NO_LIMITS = {
  'api-gateway': lifted(ROUTES.map((route) => `RATE_LIMIT_${route}`)),
  'auth-service': lifted(BY_ADDRESS),
} satisfies ExtraEnv;

function lifted(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '1000000']));
}
