import { CREATE_EVENT_TABLES, INDEX_EVENT_LOG } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * accounts: people who can sign in. Ids are UUIDv7, and those of the profiles, too. E-mail addresses are in lower case, so
 * the case makes no second account. email_verified_at is null until the owner of the address has proved it. password_hash
 * is argon2id in PHC format, and null for an account without a password. invited_by made the invite that the account was
 * created by, if any; null once that person is gone.
 *
 * identities: accounts at other providers that sign in to an account, by issuer and subject, never by e-mail address. The
 * address is the one that the provider named first.
 */
const ACCOUNTS = [
  `CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT accounts_email_key UNIQUE,
    email_verified_at timestamptz(3),
    password_hash text,
    invited_by uuid REFERENCES accounts (id) ON DELETE SET NULL,
    admin boolean NOT NULL DEFAULT false,
    suspended_at timestamptz(3),
    suspended_for text,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CHECK ((suspended_at IS NULL) = (suspended_for IS NULL))
  )`,
  `CREATE INDEX accounts_created_at ON accounts (created_at, id)`,
  `CREATE INDEX accounts_invited_by ON accounts (invited_by) WHERE invited_by IS NOT NULL`,
  `CREATE TABLE identities (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    provider text NOT NULL CHECK (provider IN ('google')),
    issuer text NOT NULL,
    subject text NOT NULL,
    email text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT identities_issuer_subject_key UNIQUE (issuer, subject)
  )`,
  `CREATE INDEX identities_user_id ON identities (user_id)`,
];

/**
 * sessions: devices that have signed in. The id is the access tokens' `sid`, authenticated_at their `auth_time`;
 * expires_at ends a session however much it is used. The index sessions_user_id_ip finds the IP addresses that an account
 * has been used from, by ended sessions too.
 *
 * refresh_tokens: a session has one current token, so its lineage never forks. sealed_successor is the token that replaced
 * this one, encrypted, for a client that has not received it; it is erased soon after successor_used_at, its first use.
 */
const SESSIONS = [
  `CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id),
    user_agent text,
    ip text,
    authenticated_at timestamptz(3) NOT NULL DEFAULT now(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    last_used_at timestamptz(3) NOT NULL DEFAULT now(),
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3)
  )`,
  `CREATE INDEX sessions_user_id ON sessions (user_id) WHERE revoked_at IS NULL`,
  `CREATE INDEX sessions_user_id_ip ON sessions (user_id, ip)`,
  `CREATE INDEX sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL`,
  `CREATE INDEX sessions_expires_at ON sessions (expires_at)`,
  `CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    replaced_at timestamptz(3),
    sealed_successor bytea,
    successor_used_at timestamptz(3)
  )`,
  `CREATE UNIQUE INDEX refresh_tokens_current ON refresh_tokens (session_id) WHERE replaced_at IS NULL`,
  `CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id)`,
  `CREATE INDEX refresh_tokens_sealed ON refresh_tokens (successor_used_at) WHERE sealed_successor IS NOT NULL`,
];

/** signing_keys: at most one active and one next key. A retired key is kept while a token that it signed may be valid. */
const SIGNING_KEYS = [
  `CREATE TABLE signing_keys (
    kid text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('active', 'next', 'retired')),
    public_jwk jsonb NOT NULL,
    sealed_private_key bytea NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    retired_at timestamptz(3)
  )`,
  `CREATE UNIQUE INDEX signing_keys_in_use ON signing_keys (state) WHERE state IN ('active', 'next')`,
];

/**
 * email_tokens: hashes of the tokens in mailed links. A token is deleted as it is used.
 *
 * outgoing_mails: mails that were requested and have not been sent yet, also for addresses without an account, so that no
 * request reveals which addresses have one. The token of the link is made as the mail is sent.
 */
const MAILS = [
  `CREATE TABLE email_tokens (
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verification', 'password_reset')),
    expires_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX email_tokens_user_id ON email_tokens (user_id)`,
  `CREATE INDEX email_tokens_expires_at ON email_tokens (expires_at)`,
  `CREATE TABLE outgoing_mails (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('verification', 'password_reset')),
    requested_at timestamptz(3) NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    send_after timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT outgoing_mails_email_purpose_key UNIQUE (email, purpose)
  )`,
  `CREATE INDEX outgoing_mails_send_after ON outgoing_mails (send_after)`,
];

/**
 * google_flows: sign-ins for which a browser has been sent to Google. A flow returns once, and finishes once. app_hash is
 * that of the PKCE challenge of a native app, which gets the code instead of the browser.
 *
 * exchange_codes: hashes of the codes that turn a finished sign-in into a session. A code is deleted with its identity, so
 * it cannot sign in by an identity that was removed.
 */
const GOOGLE_SIGN_IN = [
  `CREATE TABLE google_flows (
    id uuid PRIMARY KEY,
    state_hash bytea NOT NULL CONSTRAINT google_flows_state_key UNIQUE,
    browser_hash bytea NOT NULL,
    app_hash bytea,
    invite_hash bytea,
    code_verifier text NOT NULL,
    redirect text NOT NULL,
    linking_user_id uuid REFERENCES accounts (id) ON DELETE CASCADE,
    linking_session_id uuid REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at timestamptz(3) NOT NULL,
    returned_at timestamptz(3),
    finished_at timestamptz(3)
  )`,
  `CREATE INDEX google_flows_linking_user_id ON google_flows (linking_user_id)`,
  `CREATE INDEX google_flows_linking_session_id ON google_flows (linking_session_id)`,
  `CREATE INDEX google_flows_expires_at ON google_flows (expires_at)`,
  `CREATE TABLE exchange_codes (
    hash bytea PRIMARY KEY,
    identity_id uuid NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    owner_hash bytea NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    used_at timestamptz(3)
  )`,
  `CREATE INDEX exchange_codes_identity_id ON exchange_codes (identity_id)`,
  `CREATE INDEX exchange_codes_expires_at ON exchange_codes (expires_at)`,
];

/** audit_log: what administrators have done; admin_id is null for whoever runs the server. It only grows. */
const AUDIT_LOG = [
  `CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    admin_id uuid,
    action text NOT NULL,
    target_id uuid NOT NULL,
    reason text,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX audit_log_created_at ON audit_log (created_at, id)`,
  `CREATE FUNCTION refuse_change() RETURNS trigger
   LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''% only grows'', TG_TABLE_NAME; END'`,
  `CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

/** invites: hashes of the codes by which accounts are created. `uses` is raised in the transaction of the account. */
const INVITES = [
  `CREATE TABLE invites (
    id uuid PRIMARY KEY,
    code_hash bytea NOT NULL CONSTRAINT invites_code_key UNIQUE,
    created_by uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    note text,
    max_uses integer NOT NULL CHECK (max_uses > 0),
    uses integer NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND max_uses),
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX invites_created_by ON invites (created_by, created_at, id)`,
  `CREATE INDEX invites_expires_at ON invites (expires_at)`,
];

/**
 * account_deletions: accounts that are to be deleted at erase_at, and those that were at erased_at, until the services that
 * waiting_for names have erased the person, too. erasure_id stands for the person in what they answer.
 *
 * erased_sessions: sessions of erased accounts whose access tokens may still be valid.
 */
const ACCOUNT_DELETIONS = [
  `CREATE TABLE account_deletions (
    user_id uuid PRIMARY KEY,
    erasure_id uuid NOT NULL CONSTRAINT account_deletions_erasure_key UNIQUE,
    keep_messages boolean NOT NULL,
    erase_at timestamptz(3) NOT NULL,
    erased_at timestamptz(3),
    waiting_for text[] NOT NULL DEFAULT '{}'
  )`,
  `CREATE INDEX account_deletions_erase_at ON account_deletions (erase_at) WHERE erased_at IS NULL`,
  `CREATE TABLE erased_sessions (
    id uuid PRIMARY KEY,
    revoked_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX erased_sessions_revoked_at ON erased_sessions (revoked_at)`,
];

/**
 * rate_limits: the columns, and their order, are those that rate-limiter-flexible's RateLimiterPostgres expects; expire is
 * in milliseconds since 1970. Keys are hashes: the table reveals no address.
 */
const RATE_LIMITS = [
  `CREATE TABLE rate_limits (
    key varchar(255) PRIMARY KEY,
    points integer NOT NULL DEFAULT 0,
    expire bigint
  )`,
  `CREATE INDEX rate_limits_expire ON rate_limits (expire)`,
];

const STATEMENTS = [
  ...ACCOUNTS,
  ...SESSIONS,
  ...SIGNING_KEYS,
  ...MAILS,
  ...GOOGLE_SIGN_IN,
  ...RATE_LIMITS,
  ...AUDIT_LOG,
  ...INVITES,
  ...ACCOUNT_DELETIONS,
  ...CREATE_EVENT_TABLES,
  ...INDEX_EVENT_LOG,
];

export class CreateAuthTables1763769600000 implements MigrationInterface {
  readonly name = 'CreateAuthTables1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
