import { loadEnv, serviceConfig, upstreamsOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('subscriber-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('subscriber-service', env),
  upstreams: upstreamsOf(env),
});
