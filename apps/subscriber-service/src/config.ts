import { loadEnv, ServiceEnv, serviceConfig } from '@messenger/config';
import { IsString, MinLength } from 'class-validator';

export class SubscriberEnv extends ServiceEnv {
  /** auth-service: `host:port`, or a grpc-js target as `dns:///auth-service:50051`. */
  @IsString()
  @MinLength(1)
  AUTH_GRPC_URL!: string;

  /** user-service, in the same way. */
  @IsString()
  @MinLength(1)
  USER_GRPC_URL!: string;
}

const env = loadEnv('subscriber-service', SubscriberEnv);

export const config = Object.freeze({
  ...serviceConfig('subscriber-service', env),
  peers: { auth: env.AUTH_GRPC_URL, user: env.USER_GRPC_URL },
});
