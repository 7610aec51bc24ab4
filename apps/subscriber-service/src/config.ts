import { loadEnv, serviceConfig } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('subscriber-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('subscriber-service', env),
  upstreams: { auth: env.AUTH_GRPC_URL, user: env.USER_GRPC_URL },
});
