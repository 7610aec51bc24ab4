import { grpcUrl, SERVICE_SETTINGS } from '@messenger/config';

/** What subscriber-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  USER_GRPC_URL: grpcUrl('user-service', 50_052),
  ...SERVICE_SETTINGS,
};
