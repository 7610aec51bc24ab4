import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { EmailVerificationController } from './email-verification.controller.js';
import { PasswordResetController } from './password-reset.controller.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  controllers: [AuthController, SessionsController, EmailVerificationController, PasswordResetController],
  providers: [AuthService],
})
export class AuthModule {}
