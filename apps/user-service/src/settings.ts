import { grpcUrl, integer, list, SERVICE_SETTINGS } from '@messenger/config';

/** What user-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  RESERVED_NICKNAMES: list({
    meaning: 'Nicknames that nobody may choose, whatever the case: those who look like staff.',
    default: ['admin', 'administrator', 'moderator', 'root', 'security', 'support', 'system'],
  }),
  EXPORT_RETENTION_DAYS: integer({
    meaning: "How long the file of a person's export is kept.",
    unit: 'days',
    min: 1,
    max: 365,
    default: 7,
  }),
  ...SERVICE_SETTINGS,
};
