import { grpcUrl, list, SERVICE_SETTINGS } from '@messenger/config';

/** What user-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  RESERVED_NICKNAMES: list({
    meaning: 'Nicknames that nobody may choose, whatever the case: those who look like staff.',
    default: ['admin', 'administrator', 'moderator', 'root', 'security', 'support', 'system'],
  }),
  ...SERVICE_SETTINGS,
};
