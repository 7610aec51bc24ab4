import { EmptyIsNone, loadEnv, ServiceEnv, serviceConfig } from '@messenger/config';
import { Type } from 'class-transformer';
import { IsBase64, IsInt, IsOptional, IsString, IsUrl, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { MAX_ACCESS_TOKEN_LIFE } from './sessions/session-life.js';

/** Mails leave this machine: who they are from and where their links lead must be said. */
const SendsMails = (): PropertyDecorator => ValidateIf(({ MAIL_URL }: AuthEnv) => MAIL_URL !== undefined);

class AuthEnv extends ServiceEnv {
  /** 32 random bytes in base64: what the private signing keys are encrypted with. `openssl rand -base64 32` */
  @IsBase64()
  @Length(44, 44, { message: 'SIGNING_KEY_SECRET must be 32 bytes in base64 (44 characters)' })
  SIGNING_KEY_SECRET!: string;

  /**
   * How long an access token lives.
   *
   * @unit seconds
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ACCESS_TOKEN_LIFE)
  ACCESS_TOKEN_LIFE = MAX_ACCESS_TOKEN_LIFE;

  /** The mail server: smtp:// (STARTTLS where it is offered) or smtps://, with user and password. */
  @IsOptional()
  @Matches(/^smtps?:\/\//, { message: 'MAIL_URL must be an smtp:// or smtps:// URL' })
  MAIL_URL?: string;

  /** Whom mails are from; needed with MAIL_URL. */
  @SendsMails()
  @IsString({ message: 'MAIL_FROM must be set where MAIL_URL is, as Messenger <messenger@example.com>' })
  MAIL_FROM?: string;

  /** Where mails are written to as files without MAIL_URL, but never in production. */
  @IsString()
  MAIL_FOLDER = '.data/mail';

  /** What the links in the mails begin with; needed with MAIL_URL. */
  @SendsMails()
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'PUBLIC_URL must be set where MAIL_URL is, as https://messenger.example.com' },
  )
  PUBLIC_URL?: string;

  /**
   * Mails of one kind to one address.
   *
   * @unit an hour
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  MAIL_LIMIT_RECIPIENT = 5;

  /**
   * Mails that one address of the network can have sent.
   *
   * @unit an hour
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  MAIL_LIMIT_CALLER = 60;

  /**
   * Wrong passwords for one account from one address.
   *
   * @unit in 15 minutes
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  PASSWORD_LIMIT_PAIR = 20;

  /**
   * Wrong passwords from one address.
   *
   * @unit in 15 minutes
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  PASSWORD_LIMIT_ADDRESS = 300;

  /**
   * Wrong passwords for one account from anywhere; then only addresses it is used from may try.
   *
   * @unit in 15 minutes
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  PASSWORD_LIMIT_ACCOUNT = 100;

  /** Whom Google's id_tokens must be for; without it there is no sign-in with Google. */
  @EmptyIsNone()
  @IsOptional()
  @IsString()
  GOOGLE_CLIENT_ID?: string;

  /** `iss` of Google's id_tokens. */
  @IsUrl({ require_tld: false, require_protocol: true })
  GOOGLE_ISSUER = 'https://accounts.google.com';

  /** Where Google shows its signing keys. */
  @IsUrl({ require_tld: false, require_protocol: true })
  GOOGLE_JWKS_URL = 'https://www.googleapis.com/oauth2/v3/certs';
}

/** None where there are no credentials. */
function googleConfig({ GOOGLE_CLIENT_ID: clientId, GOOGLE_ISSUER: issuer, GOOGLE_JWKS_URL: jwksUrl }: AuthEnv) {
  return clientId === undefined ? undefined : { clientId, issuer, jwksUrl };
}

const env = loadEnv('auth-service', AuthEnv);

export const config = Object.freeze({
  ...serviceConfig('auth-service', env),
  google: googleConfig(env),
  signingKeySecret: Buffer.from(env.SIGNING_KEY_SECRET, 'base64'),
  accessTokenLife: env.ACCESS_TOKEN_LIFE,
  mail: {
    url: env.MAIL_URL,
    from: env.MAIL_FROM ?? 'Messenger <messenger@localhost>',
    folder: env.MAIL_FOLDER,
    publicUrl: (env.PUBLIC_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    limits: { recipient: env.MAIL_LIMIT_RECIPIENT, caller: env.MAIL_LIMIT_CALLER },
  },
  passwordLimits: {
    pair: env.PASSWORD_LIMIT_PAIR,
    address: env.PASSWORD_LIMIT_ADDRESS,
    account: env.PASSWORD_LIMIT_ACCOUNT,
  },
});
