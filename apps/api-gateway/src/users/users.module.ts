import { Module } from '@nestjs/common';
import { ProfilesReader } from './profiles.js';
import { UsersController } from './users.controller.js';

@Module({ controllers: [UsersController], providers: [ProfilesReader], exports: [ProfilesReader] })
export class UsersModule {}
