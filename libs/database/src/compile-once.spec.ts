import { describe, expect, it } from 'vitest';
import { compileOnce } from './compile-once.js';
import { queryBuilder } from './query-builder.js';
import { unnest } from './unnest.js';

interface Book {
  isbn: string;
  pageCount: number;
}

const db = queryBuilder<{ books: Book }>();

describe('a statement that is compiled once', () => {
  it('is built at its first use, and takes the values of each', () => {
    let built = 0;
    const shorterThan = compileOnce(({ pages, isbn }: { pages: number; isbn: string }) => {
      built++;
      return db.selectFrom('books').select('isbn').where('pageCount', '<', pages).where('isbn', '<>', isbn).limit(5);
    });
    expect(built).toBe(0);
    const [one, other] = [
      { pages: 100, isbn: 'a' },
      { pages: 200, isbn: 'b' },
    ].map((values) => shorterThan(values).compile());

    expect(built).toBe(1);
    expect(one?.sql).toBe('select "isbn" from "books" where "page_count" < $1 and "isbn" <> $2 limit $3');
    expect(other?.sql).toBe(one?.sql);
    expect([one?.parameters, other?.parameters]).toEqual([
      [100, 'a', 5],
      [200, 'b', 5],
    ]);
  });

  it('takes any number of rows', () => {
    const insert = compileOnce(({ books }: { books: Book[] }) =>
      db
        .insertInto('books')
        .expression(
          db.selectFrom(unnest('fresh', { isbn: 'text', pageCount: 'integer' }, books)).select(['isbn', 'pageCount']),
        ),
    );
    const { sql, parameters } = insert({
      books: [
        { isbn: 'a', pageCount: 1 },
        { isbn: 'b', pageCount: 2 },
      ],
    }).compile();
    expect(sql).toContain('from unnest($1::text[], $2::integer[]) as "fresh"("isbn", "page_count")');
    expect(parameters).toEqual([
      ['a', 'b'],
      [1, 2],
    ]);
  });

  it.each([
    [
      'reckon with them',
      ({ limit }: { limit: number }) =>
        db
          .selectFrom('books')
          .select('isbn')
          .limit(limit + 1),
    ],
    [
      'spread them',
      (values: { limit: number }) =>
        db
          .selectFrom('books')
          .select('isbn')
          .limit({ ...values }.limit),
    ],
  ])('cannot %s', (_what, build) => {
    expect(() => compileOnce(build)({ limit: 1 }).compile()).toThrow('cannot be built of its values');
  });
});
