import { Module } from '@nestjs/common';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';
import { config } from '../config.js';
import { InvitesCleanup } from './invites.cleanup.js';
import { InvitesRepository } from './invites.repository.js';
import { INVITE_URL, InvitesService } from './invites.service.js';
import { INVITES_BY, REGISTRATION_MODE } from './registration-mode.js';
import { RegistrationPolicy } from './registration-policy.js';

@Module({
  providers: [
    { provide: INVITE_URL, useValue: config.mail.publicUrl },
    { provide: INVITES_BY, useValue: config.invitesBy },
    { provide: REGISTRATION_MODE, useValue: config.registration },
    AdministratorsRepository,
    InvitesCleanup,
    InvitesRepository,
    InvitesService,
    RegistrationPolicy,
  ],
  exports: [InvitesService, RegistrationPolicy],
})
export class InvitesModule {}
