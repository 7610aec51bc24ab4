import { loadEnv, serviceConfig, upstreamsOf } from '@messenger/config';
import { SETTINGS } from './settings.js';

const env = loadEnv('chat-service', SETTINGS);

export const config = Object.freeze({
  ...serviceConfig('chat-service', env),
  upstreams: upstreamsOf(env),
  sentTextSecret: env.SENT_TEXT_SECRET,
  messageRetentionDays: env.MESSAGE_RETENTION_DAYS,
  reports: { perDay: env.REPORTS_PER_DAY, retentionDays: env.REPORT_RETENTION_DAYS },
  quotas: {
    messagesPerDay: env.MESSAGES_PER_DAY,
    bytesPerDay: env.MESSAGE_BYTES_PER_DAY,
    editsPerMessage: env.EDITS_PER_MESSAGE,
  },
});
