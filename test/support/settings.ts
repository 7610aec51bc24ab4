import { readFileSync } from 'node:fs';

interface EnvClass {
  parent?: string;
  names: string[];
}

/** The classes of a file that are read from the environment, with the names that each declares. */
function envClasses(file: string): Map<string, EnvClass> {
  const [, ...classes] = readFileSync(file, 'utf8').split(/^(?:export )?class /m);
  return new Map(
    classes.map((text) => {
      const [, name = '', parent] = /^(\w+)(?: extends (\w+))?/.exec(text) ?? [];
      const names = [...text.matchAll(/^ {2}([A-Z][A-Z_]+)[!?]?(?::| =)/gm)].map((match) => String(match[1]));
      return [name, { parent, names }];
    }),
  );
}

const COMMON = 'libs/config/src/env.ts';

/** Every setting that a file's classes declare themselves. */
export function declaredIn(file: string): string[] {
  return [...envClasses(file).values()].flatMap(({ names }) => names);
}

/** Every setting that an app reads, or its migration. */
export function settingsOf(app: string, part: 'app' | 'migration'): Set<string> {
  const common = envClasses(COMMON);
  const own = part === 'app' ? envClasses(`apps/${app}/src/config.ts`) : new Map<string, EnvClass>();
  const all = new Map([...common, ...own]);
  const names: string[] = [];
  let name = part === 'app' ? [...own.keys()].at(-1) : 'MigrationEnv';
  while (name !== undefined && all.has(name)) {
    names.push(...all.get(name)!.names);
    name = all.get(name)!.parent;
  }
  return new Set(names);
}
