import { Module } from '@nestjs/common';
import { SearchRepository } from './search.repository.js';
import { SearchService } from './search.service.js';

@Module({ providers: [SearchRepository, SearchService], exports: [SearchService] })
export class SearchModule {}
