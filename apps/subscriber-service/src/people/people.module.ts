import { Module } from '@nestjs/common';
import { PairsModule } from '../pairs/pairs.module.js';
import { PeopleService } from './people.service.js';

@Module({ imports: [PairsModule], providers: [PeopleService], exports: [PeopleService] })
export class PeopleModule {}
