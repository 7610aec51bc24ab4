import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { InvitesCleanup } from './invites.cleanup.js';
import { InvitesRepository } from './invites.repository.js';
import { INVITE_URL, InvitesService } from './invites.service.js';
import { REGISTRATION_MODE } from './registration-mode.js';
import { RegistrationPolicy } from './registration-policy.js';

@Module({
  providers: [
    { provide: INVITE_URL, useValue: config.mail.publicUrl },
    { provide: REGISTRATION_MODE, useValue: config.registration },
    InvitesCleanup,
    InvitesRepository,
    InvitesService,
    RegistrationPolicy,
  ],
  exports: [InvitesService, RegistrationPolicy],
})
export class InvitesModule {}
