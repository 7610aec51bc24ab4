import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { ProfilesRepository } from './profiles.repository.js';
import { ProfilesService, RESERVED_NICKNAMES } from './profiles.service.js';
import { RegistrationEventsController } from './registration-events.controller.js';

@Module({
  controllers: [RegistrationEventsController],
  providers: [{ provide: RESERVED_NICKNAMES, useValue: config.reservedNicknames }, ProfilesRepository, ProfilesService],
  exports: [ProfilesRepository, ProfilesService],
})
export class ProfilesModule {}
