import { loadEnv, serviceConfig, upstreamsOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('chat-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('chat-service', env),
  upstreams: upstreamsOf(env),
});
