import { Module } from '@nestjs/common';
import { PairsModule } from '../pairs/pairs.module.js';
import { FriendshipsRepository } from './friendships.repository.js';
import { FriendshipsService } from './friendships.service.js';

@Module({
  imports: [PairsModule],
  providers: [FriendshipsRepository, FriendshipsService],
  exports: [FriendshipsService],
})
export class FriendshipsModule {}
