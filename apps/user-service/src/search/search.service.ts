import { Database, DEFAULT_PAGE_SIZE, type Page } from '@messenger/database';
import type { SearchUsersDto } from '@messenger/dto';
import { Injectable } from '@nestjs/common';
import {
  BEGINS_WITH_QUERY,
  decodeSearchPosition,
  encodeSearchPosition,
  type SearchPosition,
} from './search-position.js';
import { SearchRepository, type Match } from './search.repository.js';

/** Nicknames are ASCII: a query without one of these has no trigram in common with any. */
const COMPARABLE = /[a-z0-9]/;

@Injectable()
export class SearchService {
  constructor(
    private readonly database: Database,
    private readonly matches: SearchRepository,
  ) {}

  /** @throws ValidationFailedError naming `pageToken` */
  async search({ query, pageSize = DEFAULT_PAGE_SIZE, pageToken }: SearchUsersDto): Promise<Page<Match>> {
    const matches = await this.find(query.toLowerCase(), decodeSearchPosition(pageToken), pageSize + 1);
    const items = matches.slice(0, pageSize);
    const last = items.at(-1);
    const more = matches.length > pageSize && last !== undefined;
    return { items, nextPageToken: more ? encodeSearchPosition(positionOf(last)) : '' };
  }

  private async find(query: string, after: SearchPosition, limit: number): Promise<Match[]> {
    const beginning =
      after.distance === BEGINS_WITH_QUERY ? await this.matches.beginningWith(this.database, query, after, limit) : [];
    const missing = limit - beginning.length;
    if (missing === 0 || !COMPARABLE.test(query)) return beginning;
    return [...beginning, ...(await this.matches.similarTo(this.database, query, after, missing))];
  }
}

function positionOf({ distance, nickname }: Match): SearchPosition {
  return { distance, nickname: nickname.toLowerCase() };
}
