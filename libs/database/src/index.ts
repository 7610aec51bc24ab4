export * from './data-source.js';
export * from './database-errors.js';
export * from './database.module.js';
export * from './keyset-page.js';
export * from './migrate.js';
export * from './time-limited-client.js';
