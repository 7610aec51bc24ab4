import {
  addressRanges,
  APP_SETTINGS,
  grpcUrl,
  integer,
  oneOf,
  origins,
  port,
  publicUrl,
  RATE_LIMIT_NETWORK_BITS,
  redirectUrls,
  text,
  webUrl,
} from '@messenger/config';

/** What the gateway reads from its environment. */
export const SETTINGS = {
  HTTP_HOST: text({
    meaning: 'Address that the public API listens on; `::` is every one, of IPv4 too.',
    default: '::',
  }),
  PORT: port({ meaning: 'Of the public API.', default: 3000 }),
  PUBLIC_URL: publicUrl({
    meaning: 'Where people reach this API; `http://127.0.0.1:$PORT` by default.',
    optional: true,
    example: 'https://messenger.example.com',
  }),
  WEB_CLIENT: oneOf(['on', 'off'], {
    meaning: 'Whether the web client is served at `PUBLIC_URL/`; without it there is the API alone.',
    default: 'on',
  }),
  REDIRECT_URLS: redirectUrls({
    meaning:
      'Where a sign-in with Google may end, by origin and path; `PUBLIC_URL/` by default. The first is the default place. Native apps: a scheme of their own, as com.example.app:/signed-in, or http://127.0.0.1/.',
    default: [],
    example: 'https://app.example.com/',
  }),
  GOOGLE_CLIENT_ID: text({
    meaning:
      "Google's name for this server, where PUBLIC_URL/v1/auth/google/callback is an authorized redirect URI; without it there is no sign-in with Google.",
    optional: true,
    emptyIsUnset: true,
  }),
  GOOGLE_CLIENT_SECRET: text({
    meaning: 'Needed with GOOGLE_CLIENT_ID.',
    optional: true,
    emptyIsUnset: true,
    togetherWith: 'GOOGLE_CLIENT_ID',
  }),
  GOOGLE_AUTHORIZATION_URL: webUrl({
    meaning: 'Where Google asks people.',
    default: 'https://accounts.google.com/o/oauth2/v2/auth',
  }),
  GOOGLE_TOKEN_URL: webUrl({
    meaning: 'Where Google gives an id_token for its code.',
    default: 'https://oauth2.googleapis.com/token',
  }),
  CORS_ORIGINS: origins({
    meaning: 'Web pages that may call the API, as `https://app.example.com,https://…`; none by default.',
    default: [],
    example: 'https://app.example.com',
  }),
  TRUSTED_PROXIES: addressRanges({
    meaning: 'Proxies whose X-Forwarded-For is believed, as addresses or CIDRs; none by default.',
    default: [],
    example: '10.0.0.0/8',
  }),
  HSTS_INCLUDE_SUBDOMAINS: oneOf(['no', 'yes'], {
    meaning: 'Whether Strict-Transport-Security holds for every host below that of PUBLIC_URL, too.',
    default: 'no',
  }),
  KEEP_ALIVE_SECONDS: integer({
    meaning: 'How long a connection stays open between two requests. Longer than that of a proxy in front.',
    unit: 'seconds',
    min: 1,
    max: 3_600,
    default: 75,
  }),
  MAX_CONNECTIONS_PER_ADDRESS: integer({
    meaning: 'HTTP connections of one IPv4 address or IPv6 /64, without WebSockets and TRUSTED_PROXIES.',
    unit: 'connections',
    min: 1,
    default: 1_000,
  }),
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  USER_GRPC_URL: grpcUrl('user-service', 50_052),
  SUBSCRIBER_GRPC_URL: grpcUrl('subscriber-service', 50_053),
  CHAT_GRPC_URL: grpcUrl('chat-service', 50_054),
  RATE_LIMIT_LOGIN: perMinute(
    'Log-ins for one address and e-mail; RATE_LIMIT_DEFAULT counts those of one address.',
    10,
  ),
  RATE_LIMIT_REGISTER: perMinute(
    'Registrations for one address; each step of a sign-in with Google counts as one.',
    120,
  ),
  RATE_LIMIT_REFRESH: perMinute('Refreshes for one address.', 600),
  RATE_LIMIT_SEARCH: perMinute('Searches for one user.', 300),
  RATE_LIMIT_AVATAR: perMinute('Uploads of an avatar for one user.', 20),
  RATE_LIMIT_DEFAULT: perMinute('Everything else for one user, or for one address where nobody is signed in.', 1_200),
  RATE_LIMIT_NETWORK_BITS,
  ...APP_SETTINGS,
};

function perMinute(meaning: string, byDefault: number) {
  return integer({ meaning, unit: 'a minute', min: 1, default: byDefault });
}
