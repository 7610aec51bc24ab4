import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const SERVER = 'rabbitmq-server';

/**
 * Makes a home for a node that has no plugins, of links to the applications that it needs. Erlang looks for each module in
 * the folders of all applications, enabled or not: with the 45 that come with RabbitMQ a start takes half as long again.
 *
 * @param programs the folder of rabbitmq-server
 * @returns the program that starts a node there, or the installed one where the applications are no folders
 */
export function nodeProgram(home: string, programs: string): string {
  const installed = realpathSync(join(programs, SERVER));
  const applications = foldersByName(join(dirname(installed), '../plugins'));
  if (!applications.has('rabbit')) return installed;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'plugins'), { recursive: true });
  // Copied: the scripts look for the home by where they lie themselves.
  cpSync(dirname(installed), join(home, 'sbin'), { recursive: true, dereference: true });
  for (const folder of neededBy('rabbit', applications)) symlinkSync(folder, join(home, 'plugins', basename(folder)));
  return join(home, 'sbin', SERVER);
}

function foldersByName(plugins: string): Map<string, string> {
  const names = existsSync(plugins) ? readdirSync(plugins) : [];
  const pairs = names.map((name) => [name.replace(/-[^-]*$/, ''), join(plugins, name)] as const);
  return new Map(pairs.filter(([name, folder]) => existsSync(declarationOf(name, folder))));
}

/** With what those need in turn. What is not there is Erlang's own. */
function neededBy(name: string, applications: Map<string, string>, found = new Set<string>()): Set<string> {
  const folder = applications.get(name);
  if (folder === undefined || found.has(folder)) return found;
  found.add(folder);
  const declaration = readFileSync(declarationOf(name, folder), 'utf8');
  for (const [, list = ''] of declaration.matchAll(/applications\s*,\s*\[([^\]]*)\]/g)) {
    for (const [needed] of list.matchAll(/\w+/g)) neededBy(needed, applications, found);
  }
  return found;
}

function declarationOf(name: string, folder: string): string {
  return join(folder, 'ebin', `${name}.app`);
}
