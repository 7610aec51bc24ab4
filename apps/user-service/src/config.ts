import { loadEnv, ServiceEnv, serviceConfig } from '@messenger/config';
import { IsString, MinLength } from 'class-validator';

export class UserEnv extends ServiceEnv {
  /** auth-service: `host:port`, or a grpc-js target as `dns:///auth-service:50051`. */
  @IsString()
  @MinLength(1)
  AUTH_GRPC_URL!: string;
}

const env = loadEnv('user-service', UserEnv);

export const config = Object.freeze({
  ...serviceConfig('user-service', env),
  peers: { auth: env.AUTH_GRPC_URL },
});
