import {
  base64,
  integer,
  list,
  oneOf,
  RATE_LIMIT_NETWORK_BITS,
  SERVICE_SETTINGS,
  serverUrl,
  text,
  webUrl,
} from '@messenger/config';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '@messenger/authentication';

import { INVITERS, REGISTRATION_MODES } from './invites/registration-mode.js';

/** What auth-service reads from its environment. */
export const SETTINGS = {
  SIGNING_KEY_SECRET: base64({
    meaning: 'Random bytes that the private signing keys are encrypted with: `openssl rand -base64 32`.',
    bytes: 32,
    example: 'Zm9yIGEgdHJ5IG9uIHlvdXIgb3duIG1hY2hpbmUuLi4=',
  }),
  ACCESS_TOKEN_TTL_SECONDS: integer({
    meaning: 'How long an access token lives.',
    unit: 'seconds',
    min: 1,
    max: MAX_ACCESS_TOKEN_TTL_SECONDS,
    default: MAX_ACCESS_TOKEN_TTL_SECONDS,
  }),
  LOCAL_EMAIL_DOMAINS: list({
    meaning: 'Domains without a dot that addresses of new accounts may have; none by default.',
    default: [],
    example: 'localhost',
  }),
  REGISTRATION: oneOf(REGISTRATION_MODES, {
    meaning: 'Who may create an account: anybody, those with an invite, or nobody.',
    default: 'open',
  }),
  INVITES_BY: oneOf(INVITERS, { meaning: 'Who may make invites.', default: 'members' }),
  ACCOUNT_DELETION_GRACE_DAYS: integer({
    meaning: 'How long an account that is to be deleted can be signed in to again, which cancels it; 0: not at all.',
    unit: 'days',
    min: 0,
    max: 365,
    default: 7,
  }),
  MAIL_URL: serverUrl(['smtp', 'smtps'], {
    meaning: 'The mail server: smtp:// (STARTTLS where it is offered) or smtps://, with user and password.',
    optional: true,
    example: 'smtp://user:password@mail.example.com:587',
  }),
  MAIL_FROM: text({
    meaning: 'Whom mails are from; needed with MAIL_URL.',
    optional: true,
    neededWith: 'MAIL_URL',
    example: 'Messenger <messenger@example.com>',
  }),
  MAIL_FOLDER: text({
    meaning: 'Where mails are written to as files without MAIL_URL, but never in production.',
    default: '.data/mail',
  }),
  PUBLIC_URL: webUrl({
    meaning: 'What the links in the mails begin with; needed with MAIL_URL.',
    optional: true,
    neededWith: 'MAIL_URL',
    example: 'https://messenger.example.com',
  }),
  MAIL_LIMIT_RECIPIENT: integer({
    meaning: 'Mails of one kind to one address.',
    unit: 'an hour',
    min: 1,
    default: 5,
  }),
  MAIL_LIMIT_CALLER: integer({
    meaning: 'Mails of one kind that one address of the network can have sent.',
    unit: 'an hour',
    min: 1,
    default: 60,
  }),
  PASSWORD_LIMIT_PAIR: integer({
    meaning: 'Wrong passwords for one account from one address.',
    unit: 'in 15 minutes',
    min: 1,
    default: 20,
  }),
  PASSWORD_LIMIT_ADDRESS: integer({
    meaning: 'Wrong passwords from one address; then it is slowed, but for accounts that are used from there.',
    unit: 'in 15 minutes',
    min: 1,
    default: 300,
  }),
  PASSWORD_LIMIT_SLOWED: integer({
    meaning: 'Log-ins that a slowed address may still try.',
    unit: 'a minute',
    min: 1,
    default: 10,
  }),
  PASSWORD_LIMIT_ACCOUNT: integer({
    meaning: 'Wrong passwords for one account from anywhere; then only addresses it is used from may try.',
    unit: 'in 15 minutes',
    min: 1,
    default: 100,
  }),
  GOOGLE_CLIENT_ID: text({
    meaning: "Whom Google's id_tokens must be for; without it there is no sign-in with Google.",
    optional: true,
    emptyIsUnset: true,
  }),
  GOOGLE_ISSUER: webUrl({ meaning: "`iss` of Google's id_tokens.", default: 'https://accounts.google.com' }),
  GOOGLE_JWKS_URL: webUrl({
    meaning: 'Where Google shows its signing keys.',
    default: 'https://www.googleapis.com/oauth2/v3/certs',
  }),
  RATE_LIMIT_NETWORK_BITS,
  ...SERVICE_SETTINGS,
};
