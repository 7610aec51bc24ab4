import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/** The environment lacks a name, or one has a value of the wrong kind. Lists all of them. */
export class InvalidEnvironmentError extends Error {
  constructor(app: string, problems: string[]) {
    super(`${app} cannot start: ${problems.length} setting(s) missing or wrong\n  - ${problems.join('\n  - ')}`);
  }
}

/**
 * Reads the environment into a validated instance of `Env`.
 *
 * Outside production the local stack's file `.data/env/<app>.env` fills in what the environment does not set, so that
 * an app can be started by hand beside `make dev`.
 *
 * @throws InvalidEnvironmentError naming every missing or bad setting at once
 */
export function parseEnv<T extends object>(app: string, Env: new () => T, source: NodeJS.ProcessEnv): T {
  const env = plainToInstance(Env, source, { exposeUnsetFields: false });
  const problems = validateSync(env, { forbidUnknownValues: false }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  if (problems.length > 0) throw new InvalidEnvironmentError(app, problems);
  return env;
}

/** As `parseEnv` on the process's own environment; a bad one ends the process with a readable message. */
export function loadEnv<T extends object>(app: string, Env: new () => T): T {
  const file = `.data/env/${app}.env`;
  if (process.env.NODE_ENV !== 'production' && existsSync(file)) loadEnvFile(file);
  try {
    return parseEnv(app, Env, process.env);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    process.stderr.write(`${error.message}\nSee .env.example; the local stack sets all of them.\n`);
    process.exit(1);
  }
}
