import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { EmailVerificationController } from './email-verification.controller.js';
import { IdentitiesController } from './identities.controller.js';
import { PasswordResetController } from './password-reset.controller.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  controllers: [
    AuthController,
    EmailVerificationController,
    IdentitiesController,
    PasswordResetController,
    SessionsController,
  ],
  providers: [AuthService],
  exports: [AuthService],
})
export class AuthModule {}
