import { loadEnv, serviceConfig } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('chat-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('chat-service', env),
  upstreams: { auth: env.AUTH_GRPC_URL, subscriber: env.SUBSCRIBER_GRPC_URL },
});
