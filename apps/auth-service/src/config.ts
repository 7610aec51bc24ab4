import { loadEnv, ServiceEnv, serviceConfig } from '@messenger/config';
import { IsBase64, Length } from 'class-validator';

class AuthEnv extends ServiceEnv {
  /** 32 random bytes in base64: what the private signing keys are encrypted with. `openssl rand -base64 32` */
  @IsBase64()
  @Length(44, 44, { message: 'SIGNING_KEY_SECRET must be 32 bytes in base64 (44 characters)' })
  SIGNING_KEY_SECRET!: string;
}

const env = loadEnv('auth-service', AuthEnv);

export const config = Object.freeze({
  ...serviceConfig('auth-service', env),
  signingKeySecret: Buffer.from(env.SIGNING_KEY_SECRET, 'base64'),
});
