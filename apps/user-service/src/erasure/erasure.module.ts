import { Module } from '@nestjs/common';
import { AvatarsModule } from '../avatars/avatars.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { ProfileErasureEventsController } from './profile-erasure-events.controller.js';
import { ProfileErasureService } from './profile-erasure.service.js';

@Module({
  imports: [AvatarsModule, ExportsModule, ProfilesModule],
  controllers: [ProfileErasureEventsController],
  providers: [ProfileErasureService],
})
export class ErasureModule {}
