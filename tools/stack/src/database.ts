import pg from 'pg';
import { provisioningStatements } from './provisioning.js';
import type { Secrets } from './secrets.js';
import { SERVICES, type ServiceName } from './services.js';

export interface ServiceUrls {
  /** For migrations. */
  ownerUrl: string;
  /** For the running app. */
  runtimeUrl: string;
}

/** Roles belong to the whole server: two runs at once would each find "tuple concurrently updated". Any constant. */
const PROVISIONING_LOCK = 7_302_414;

/**
 * Makes the database if it is missing, and in it every service's roles and schema. May be repeated, and be done at
 * the same time for several databases of one server: they share the roles, and so must share the passwords.
 *
 * @param adminUrl of a superuser, or of a role with CREATEDB and CREATEROLE
 */
export async function provision(
  adminUrl: string,
  database: string,
  { rolePasswords }: Pick<Secrets, 'rolePasswords'>,
): Promise<Record<ServiceName, ServiceUrls>> {
  await connected(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [PROVISIONING_LOCK]);
    await createDatabase(admin, database);
    const statements = provisioningStatements(database, rolePasswords).join(';\n');
    await connected(withDatabase(adminUrl, database), (client) => client.query(statements));
  });
  const urlOf = (role: string) => withDatabase(adminUrl, database, role, rolePasswords[role]);
  const urls = SERVICES.map(({ owner, runtime }) => ({ ownerUrl: urlOf(owner), runtimeUrl: urlOf(runtime) }));
  return Object.fromEntries(SERVICES.map(({ app }, index) => [app, urls[index]])) as Record<ServiceName, ServiceUrls>;
}

async function createDatabase(admin: pg.Client, database: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) {
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE template0 ENCODING 'UTF8'`);
  }
}

/** Runs `work` on a connection of its own. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(adminUrl: string, database: string, user?: string, password?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (user) url.username = user;
  if (password) url.password = password;
  return url.href;
}
