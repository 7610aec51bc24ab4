import { Module } from '@nestjs/common';
import { PairsModule } from '../pairs/pairs.module.js';
import { PeopleModule } from '../people/people.module.js';
import { FriendRequestsRepository } from './friend-requests.repository.js';
import { FriendRequestsService } from './friend-requests.service.js';

@Module({
  imports: [PairsModule, PeopleModule],
  providers: [FriendRequestsRepository, FriendRequestsService],
  exports: [FriendRequestsService],
})
export class FriendRequestsModule {}
