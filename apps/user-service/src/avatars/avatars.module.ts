import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { AvatarMaker } from './avatar-maker.js';
import { AvatarSweeper } from './avatar-sweeper.js';
import { AvatarsRepository } from './avatars.repository.js';
import { AvatarsService } from './avatars.service.js';

@Module({
  imports: [ProfilesModule],
  providers: [AvatarMaker, AvatarsRepository, AvatarsService, AvatarSweeper],
  exports: [AvatarsService],
})
export class AvatarsModule {}
