import { Module } from '@nestjs/common';
import { PairsRepository } from './pairs.repository.js';

@Module({ providers: [PairsRepository], exports: [PairsRepository] })
export class PairsModule {}
