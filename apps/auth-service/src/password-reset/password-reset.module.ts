import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { EmailTokensModule } from '../email-tokens/email-tokens.module.js';
import { IdentitiesModule } from '../identities/identities.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PasswordResetService } from './password-reset.service.js';

@Module({
  imports: [AccountsModule, EmailTokensModule, IdentitiesModule, MailModule, SessionsModule],
  providers: [PasswordResetService],
  exports: [PasswordResetService],
})
export class PasswordResetModule {}
