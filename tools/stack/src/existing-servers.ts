import { connect } from 'amqplib';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;

/** What pg and amqplib say, and what it means for the person who wrote the URL. */
const MEANINGS: [RegExp, string][] = [
  [/ECONNREFUSED|ECONNRESET|socket closed/i, 'no server answers there'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no such host'],
  [/timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i, `nothing answered within ${CONNECT_TIMEOUT_MS / 1_000} s`],
  [/28P01|28000|ACCESS_REFUSED|403|no password|authentication/i, 'the server refuses this user or password'],
  [/3D000/, 'the server has no such database'],
  [/530|NOT_ALLOWED|vhost/i, 'the server has no such virtual host, or refuses it to this user'],
];

/** @throws Error that names the setting and what is wrong with it, never the password */
export async function checkExistingServers(urls: { databaseUrl?: string | undefined; amqpUrl?: string | undefined }) {
  if (urls.databaseUrl !== undefined) await checkDatabase(urls.databaseUrl);
  if (urls.amqpUrl !== undefined) await checkBroker(urls.amqpUrl);
}

async function checkDatabase(text: string): Promise<void> {
  const url = parsed('DATABASE_URL', text, ['postgres:', 'postgresql:']);
  const client = new pg.Client({ connectionString: text, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ able: boolean }>(
      'SELECT rolsuper OR (rolcreatedb AND rolcreaterole) AS able FROM pg_roles WHERE rolname = current_user',
    );
    if (!rows[0]?.able) throw new Error('its user may not make databases and roles: it has to be a superuser');
  } catch (error) {
    throw unusable('DATABASE_URL', url, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkBroker(text: string): Promise<void> {
  const url = parsed('AMQP_URL', text, ['amqp:', 'amqps:']);
  try {
    const connection = await connect(text, { timeout: CONNECT_TIMEOUT_MS });
    connection.on('error', () => undefined);
    await connection.close();
  } catch (error) {
    throw unusable('AMQP_URL', url, error);
  }
}

function parsed(setting: string, text: string, protocols: string[]): URL {
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '') {
    return new URL(text);
  }
  throw new Error(`${setting} is no URL like ${protocols[0]}//user:password@host:port`);
}

function unusable(setting: string, { host }: URL, error: unknown): Error {
  const { code = '', message = '' } = error as { code?: unknown; message?: string };
  const text = `${String(code)} ${message}`;
  const meaning = MEANINGS.find(([pattern]) => pattern.test(text))?.[1] ?? message;
  return new Error(`${setting} cannot be used (${host}): ${meaning}`, { cause: error });
}
