import { loadEnv, serviceConfig, upstreamsOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('user-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('user-service', env),
  reservedNicknames: env.RESERVED_NICKNAMES,
  exportRetentionDays: env.EXPORT_RETENTION_DAYS,
  upstreams: upstreamsOf(env),
});
