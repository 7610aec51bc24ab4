import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from './services.js';

export interface Secrets {
  postgresPassword: string;
  rabbitmqPassword: string;
  /** What Erlang nodes and rabbitmqctl know each other by. */
  erlangCookie: string;
  /** Encrypts the private signing keys of auth-service: 32 random bytes in base64. */
  signingKeySecret: string;
  /** Keys the hashes of sent texts in chat-service: 32 random bytes in base64. */
  sentTextSecret: string;
  /** Password by role name. */
  rolePasswords: Record<string, string>;
}

/** The secrets kept in `<dataDir>/secrets.json`, made on first use; those a newer version adds are made then. */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  const kept = readKept(file);
  const fresh = newSecrets();
  const secrets = { ...fresh, ...kept, rolePasswords: { ...fresh.rolePasswords, ...kept.rolePasswords } };
  mkdirSync(dataDir, { recursive: true });
  const text = `${JSON.stringify(secrets, null, 2)}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  return secrets;
}

function newSecrets(): Secrets {
  return {
    postgresPassword: password(),
    rabbitmqPassword: password(),
    erlangCookie: password(),
    signingKeySecret: randomBytes(32).toString('base64'),
    sentTextSecret: randomBytes(32).toString('base64'),
    rolePasswords: Object.fromEntries(ROLES.map((role) => [role, password()])),
  };
}

/** Hexadecimal, so that it needs no escaping in a URL, a shell or a config file. */
function password(): string {
  return randomBytes(24).toString('hex');
}

function readKept(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read; repair it, or remove the data folder`, { cause: error });
  }
}
