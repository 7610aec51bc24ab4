import { loadEnv, ServiceEnv, serviceConfig } from '@messenger/config';
import { IsString, MinLength } from 'class-validator';

export class ChatEnv extends ServiceEnv {
  /** auth-service: `host:port`, or a grpc-js target as `dns:///auth-service:50051`. */
  @IsString()
  @MinLength(1)
  AUTH_GRPC_URL!: string;

  /** subscriber-service, in the same way. */
  @IsString()
  @MinLength(1)
  SUBSCRIBER_GRPC_URL!: string;
}

const env = loadEnv('chat-service', ChatEnv);

export const config = Object.freeze({
  ...serviceConfig('chat-service', env),
  peers: { auth: env.AUTH_GRPC_URL, subscriber: env.SUBSCRIBER_GRPC_URL },
});
