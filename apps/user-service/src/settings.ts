import { grpcUrl, SERVICE_SETTINGS } from '@messenger/config';

/** What user-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  ...SERVICE_SETTINGS,
};
