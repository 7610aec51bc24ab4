import { writeMigration } from '../tools/migrations/new-migration.js';

const [service = '', name = ''] = process.argv.slice(2);
writeMigration('.', service, name).then(console.log, (error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
