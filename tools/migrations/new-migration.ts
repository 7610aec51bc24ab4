import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Writes an empty migration of a service, and adds it to the service's list. Returns the path of its file. */
export async function writeMigration(root: string, service: string, name: string): Promise<string> {
  const folder = `apps/${service}/src/migrations`;
  const list = join(root, folder, 'migrations.ts');
  if (!existsSync(list)) throw new Error(`There is no ${folder}/migrations.ts: SERVICE= names a service`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new Error('NAME= must be in kebab-case, as add-birthday');
  const timestamp = Date.now();
  const file = `${timestamp}-${name}`;
  const className = `${name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase())}${timestamp}`;
  writeFileSync(join(root, folder, `${file}.ts`), migration(className));
  writeFileSync(list, await withMigration(list, file, className));
  return `${folder}/${file}.ts`;
}

function migration(className: string): string {
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The version before this one goes on working beside it. */
const STATEMENTS: string[] = [];

export class ${className} implements MigrationInterface {
  readonly name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
`;
}

/** The list with the migration as its last. */
async function withMigration(list: string, file: string, className: string): Promise<string> {
  const text = readFileSync(list, 'utf8')
    .replace(/\n\n/, `\nimport { ${className} } from './${file}.js';\n\n`)
    .replace(/,?\s*\];\n$/, `, ${className}];\n`);
  return format(text, { ...(await resolveConfig(list)), parser: 'typescript' });
}
