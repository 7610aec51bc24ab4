import { loadEnv, serviceConfig, type EnvOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('auth-service', SETTINGS);

/** Undefined where there are no credentials. */
function googleConfig({ GOOGLE_CLIENT_ID: clientId, ...google }: EnvOf<typeof SETTINGS>) {
  return clientId === undefined
    ? undefined
    : { clientId, issuer: google.GOOGLE_ISSUER, jwksUrl: google.GOOGLE_JWKS_URL };
}

export const config = Object.freeze({
  ...serviceConfig('auth-service', env),
  google: googleConfig(env),
  signingKeySecret: env.SIGNING_KEY_SECRET,
  localEmailDomains: env.LOCAL_EMAIL_DOMAINS,
  accessTokenTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS,
  registration: env.REGISTRATION,
  invitesBy: env.INVITES_BY,
  accountDeletionGraceDays: env.ACCOUNT_DELETION_GRACE_DAYS,
  mail: {
    url: env.MAIL_URL,
    from: env.MAIL_FROM ?? 'Messenger <messenger@localhost>',
    folder: env.MAIL_FOLDER,
    publicUrl: (env.PUBLIC_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    limits: {
      recipient: env.MAIL_LIMIT_RECIPIENT,
      caller: env.MAIL_LIMIT_CALLER,
      ipv4Bits: env.RATE_LIMIT_NETWORK_BITS,
    },
  },
  passwordLimits: {
    pair: env.PASSWORD_LIMIT_PAIR,
    address: env.PASSWORD_LIMIT_ADDRESS,
    account: env.PASSWORD_LIMIT_ACCOUNT,
    slowed: env.PASSWORD_LIMIT_SLOWED,
    ipv4Bits: env.RATE_LIMIT_NETWORK_BITS,
  },
});
