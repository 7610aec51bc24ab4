import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { BlocksController } from './blocks.controller.js';
import { FriendRequestsController } from './friend-requests.controller.js';
import { FriendsController } from './friends.controller.js';

@Module({ imports: [UsersModule], controllers: [FriendRequestsController, FriendsController, BlocksController] })
export class FriendsModule {}
