import { AppEnv, appConfig, CommaSeparated, EmptyIsNone, loadEnv, TogetherWith } from '@messenger/config';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

const isUrl = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

class GatewayEnv extends AppEnv {
  /** Address that the public API listens on. */
  @IsString()
  HTTP_HOST = '0.0.0.0';

  /**
   * Of the public API.
   *
   * @unit port
   */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 3000;

  /** Where people reach this API; `http://127.0.0.1:$PORT` by default. */
  @IsOptional()
  @IsUrl(isUrl)
  PUBLIC_URL?: string;

  /** Where a sign-in with Google may end, by origin and path; `PUBLIC_URL/` by default. The first is the default place. */
  @CommaSeparated()
  @IsUrl(isUrl, { each: true })
  REDIRECT_URLS: string[] = [];

  /** Google's name for this server; without it there is no sign-in with Google. */
  @EmptyIsNone()
  GOOGLE_CLIENT_ID?: string;

  /** Needed with GOOGLE_CLIENT_ID. */
  @EmptyIsNone()
  @TogetherWith('GOOGLE_CLIENT_ID')
  GOOGLE_CLIENT_SECRET?: string;

  /** Where Google asks people. */
  @IsUrl(isUrl)
  GOOGLE_AUTHORIZATION_URL = 'https://accounts.google.com/o/oauth2/v2/auth';

  /** Where Google gives an id_token for its code. */
  @IsUrl(isUrl)
  GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';

  /** Web pages that may call the API, as `https://app.example.com,https://…`; none by default. */
  @CommaSeparated()
  @IsString({ each: true })
  CORS_ORIGINS: string[] = [];

  /** Proxies whose X-Forwarded-For is believed, as addresses or CIDRs; none by default. */
  @CommaSeparated()
  @IsString({ each: true })
  TRUSTED_PROXIES: string[] = [];

  /** auth-service: `host:port`, or a grpc-js target as `dns:///auth-service:50051`. */
  @IsString()
  AUTH_GRPC_URL!: string;

  /** user-service, in the same way. */
  @IsString()
  USER_GRPC_URL!: string;

  /** subscriber-service, in the same way. */
  @IsString()
  SUBSCRIBER_GRPC_URL!: string;

  /** chat-service, in the same way. */
  @IsString()
  CHAT_GRPC_URL!: string;

  /**
   * Log-ins for one address and e-mail.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_LOGIN = 10;

  /**
   * Registrations for one address; each step of a sign-in with Google counts as one.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_REGISTER = 120;

  /**
   * Refreshes for one address.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_REFRESH = 600;

  /**
   * Searches for one user.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_SEARCH = 300;

  /**
   * Uploads of an avatar for one user.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_AVATAR = 20;

  /**
   * Everything else for one user, or for one address where nobody is signed in.
   *
   * @unit a minute
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_DEFAULT = 1_200;
}

/** None where there are no credentials. */
function googleConfig({ GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, ...env }: GatewayEnv) {
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return {
    clientId,
    clientSecret,
    authorizationUrl: env.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: env.GOOGLE_TOKEN_URL,
    callbackUrl: `${publicUrl}/v1/auth/google/callback`,
  };
}

const env = loadEnv('api-gateway', GatewayEnv);
const publicUrl = (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, '');

export const config = Object.freeze({
  ...appConfig('api-gateway', env),
  http: {
    host: env.HTTP_HOST,
    port: env.PORT,
    publicUrl,
    redirectUrls: env.REDIRECT_URLS.length > 0 ? env.REDIRECT_URLS : [`${publicUrl}/`],
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
  },
  google: googleConfig(env),
  upstreams: {
    auth: env.AUTH_GRPC_URL,
    user: env.USER_GRPC_URL,
    subscriber: env.SUBSCRIBER_GRPC_URL,
    chat: env.CHAT_GRPC_URL,
  },
  rateLimits: {
    login: env.RATE_LIMIT_LOGIN,
    register: env.RATE_LIMIT_REGISTER,
    refresh: env.RATE_LIMIT_REFRESH,
    search: env.RATE_LIMIT_SEARCH,
    avatar: env.RATE_LIMIT_AVATAR,
    default: env.RATE_LIMIT_DEFAULT,
  },
});
