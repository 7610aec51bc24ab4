import { appConfig, listeningHost, loadEnv, upstreamsOf, type EnvOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('api-gateway', SETTINGS);
const publicUrl = (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, '');

/** Undefined where GOOGLE_CLIENT_ID is not set. */
function googleConfig({
  GOOGLE_CLIENT_ID: clientId,
  GOOGLE_CLIENT_SECRET: clientSecret,
  ...google
}: EnvOf<typeof SETTINGS>) {
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return {
    clientId,
    clientSecret,
    authorizationUrl: google.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: google.GOOGLE_TOKEN_URL,
    callbackUrl: `${publicUrl}/v1/auth/google/callback`,
  };
}

export const config = Object.freeze({
  ...appConfig('api-gateway', env),
  http: {
    host: listeningHost(env.HTTP_HOST),
    port: env.PORT,
    publicUrl,
    /** Empty, or as `/messenger`. */
    publicPath: new URL(publicUrl).pathname.replace(/\/$/, ''),
    redirectUrls: env.REDIRECT_URLS.length > 0 ? env.REDIRECT_URLS : [`${publicUrl}/`],
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    hstsIncludesSubdomains: env.HSTS_INCLUDE_SUBDOMAINS === 'yes',
    keepAliveMs: env.KEEP_ALIVE_SECONDS * 1_000,
    maxConnectionsPerAddress: env.MAX_CONNECTIONS_PER_ADDRESS,
  },
  google: googleConfig(env),
  webClient: env.WEB_CLIENT === 'on',
  upstreams: upstreamsOf(env),
  rateLimitIpv4Bits: env.RATE_LIMIT_NETWORK_BITS,
  rateLimits: {
    login: env.RATE_LIMIT_LOGIN,
    register: env.RATE_LIMIT_REGISTER,
    refresh: env.RATE_LIMIT_REFRESH,
    search: env.RATE_LIMIT_SEARCH,
    avatar: env.RATE_LIMIT_AVATAR,
    default: env.RATE_LIMIT_DEFAULT,
  },
});
