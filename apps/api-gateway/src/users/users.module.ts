import { Module } from '@nestjs/common';
import { AvatarUploads } from './avatar-uploads.js';
import { AvatarsController } from './avatars.controller.js';
import { ProfilesReader } from './profiles.js';
import { UsersController } from './users.controller.js';

@Module({
  controllers: [UsersController, AvatarsController],
  providers: [AvatarUploads, ProfilesReader],
  exports: [ProfilesReader],
})
export class UsersModule {}
