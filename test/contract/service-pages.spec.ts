import { readdirSync, readFileSync } from 'node:fs';
import { LOGGED_EVENT_TYPES } from '@messenger/events';
import { describe, expect, it } from 'vitest';
import { APP_PAGES } from '../../tools/documents/documents.js';

/** Tables that several services have, by the name of their statements. */
const SHARED_TABLES = {
  CREATE_EVENT_TABLES: 'libs/outbox/src/event-tables.ts',
  CREATE_ERASED_USERS: 'libs/outbox/src/erased-users.ts',
};

/** The sources of a folder, one behind the other. */
function sourcesOf(folder: string): string {
  return readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${String(file)}`)
    .filter((file) => /(?<!spec)\.ts$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** What the migrations make. */
function tablesOf(sources: string): string[] {
  const own = all(/CREATE TABLE (\w+)/g, sources);
  const shared = Object.entries(SHARED_TABLES).filter(([statements]) => sources.includes(statements));
  return [...own, ...shared.flatMap(([, file]) => all(/CREATE TABLE (\w+)/g, readFileSync(file, 'utf8')))];
}

function consumedBy(sources: string): string[] {
  // A gateway receives whole feeds, and says in its code what it passes over.
  if (sources.includes('new FeedSubscription('))
    return [...LOGGED_EVENT_TYPES, ...all(/\btype === '(auth\.\w+\.v\d+)'/g, sources)];
  const patterns = all(/@EventPattern(?:<\w+>)?\((.+?)\)/g, sources);
  return patterns.map((pattern) => pattern.slice(1, -1));
}

/** The rows of the tables below a heading, without their last cell. */
function rowsOf(page: string, heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = all(/^\| (`.+) \|$/gm, section);
  return rows.map((row) =>
    row
      .split('|')
      .slice(0, -1)
      .map((cell) => cell.trim().replaceAll('`', ''))
      .join(' '),
  );
}

describe.each(Object.entries(APP_PAGES))('%s', (file, app) => {
  const page = readFileSync(file, 'utf8');
  const sources = sourcesOf(`apps/${app}/src`);

  it('names every table of its schema, and no other', () => {
    expect(rowsOf(page, 'Data').sort()).toEqual(tablesOf(sources).sort());
  });

  it('names the test of each neighbour that may be down', () => {
    const [, section = ''] = page.split(/^## When a neighbour is down$/m);
    const [table = ''] = section.split(/^## /m);
    const rows = all(/^\| (.+) \|$/gm, table).slice(2);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row.split(' | ').at(-1)).toMatch(/\.\.\/[\w./-]+spec\.ts\)/);
  });

  it('names every event that goes out or comes in, and no other', () => {
    const out = all(/\btype: '(\w+\.\w+\.v\d+)'/g, sources).map((type) => `${type} out`);
    const consumed = consumedBy(sources).map((type) => `${type} in`);
    expect(rowsOf(page, 'Events').sort()).toEqual([...new Set(out), ...consumed].sort());
  });
});
