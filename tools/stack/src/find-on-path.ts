import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { searchPath } from './config.js';

export function findOnPath(program: string): string | undefined {
  return searchPath()
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}
