import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { EmailTokensModule } from '../email-tokens/email-tokens.module.js';
import { InvitesModule } from '../invites/invites.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService, LOCAL_EMAIL_DOMAINS } from './accounts.service.js';
import { EmailVerificationService } from './email-verification.service.js';
import { PASSWORD_LIMITS, PasswordAttempts } from './password-attempts.js';
import { PasswordHasher } from './password-hasher.js';

@Module({
  imports: [EmailTokensModule, InvitesModule, MailModule, SessionsModule],
  providers: [
    { provide: PASSWORD_LIMITS, useValue: config.passwordLimits },
    { provide: LOCAL_EMAIL_DOMAINS, useValue: config.localEmailDomains },
    AccountsRepository,
    AccountsService,
    EmailVerificationService,
    PasswordAttempts,
    PasswordHasher,
  ],
  exports: [AccountsRepository, AccountsService, EmailVerificationService, PasswordAttempts, PasswordHasher],
})
export class AccountsModule {}
