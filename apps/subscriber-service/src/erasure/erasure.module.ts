import { Module } from '@nestjs/common';
import { PairsModule } from '../pairs/pairs.module.js';
import { PairErasureEventsController } from './pair-erasure-events.controller.js';
import { PairErasureService } from './pair-erasure.service.js';

@Module({
  imports: [PairsModule],
  controllers: [PairErasureEventsController],
  providers: [PairErasureService],
})
export class ErasureModule {}
