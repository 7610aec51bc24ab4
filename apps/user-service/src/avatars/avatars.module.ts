import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { AvatarMaker } from './avatar-maker.js';
import { AvatarsCleanup } from './avatars.cleanup.js';
import { AvatarsRepository } from './avatars.repository.js';
import { AvatarsService } from './avatars.service.js';

@Module({
  imports: [ProfilesModule],
  providers: [AvatarMaker, AvatarsRepository, AvatarsService, AvatarsCleanup],
  exports: [AvatarsRepository, AvatarsService],
})
export class AvatarsModule {}
