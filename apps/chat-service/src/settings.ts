import { grpcUrl, SERVICE_SETTINGS } from '@messenger/config';

/** What chat-service reads from its environment. */
export const SETTINGS = {
  AUTH_GRPC_URL: grpcUrl('auth-service', 50_051),
  SUBSCRIBER_GRPC_URL: grpcUrl('subscriber-service', 50_053),
  ...SERVICE_SETTINGS,
};
