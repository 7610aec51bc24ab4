import { Module } from '@nestjs/common';
import { ProfilesRepository } from './profiles.repository.js';
import { ProfilesService } from './profiles.service.js';
import { RegistrationEventsController } from './registration-events.controller.js';

@Module({
  controllers: [RegistrationEventsController],
  providers: [ProfilesRepository, ProfilesService],
  exports: [ProfilesService],
})
export class ProfilesModule {}
