import pg from 'pg';
import { ROLES, SERVICES, type Service } from './services.js';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/**
 * The SQL that makes the isolation between the services, for PostgreSQL 15 and later. It is run by an admin in the
 * (existing) database, as one transaction, and may be run again at any time, also with other passwords.
 *
 * Each service has two roles: the owner of its schema, which runs the migrations, and the one it runs as, which reads
 * and writes the rows of that schema, and can do nothing else anywhere.
 *
 * @param passwords by role name
 */
export function provisioningStatements(database: string, passwords: Record<string, string>): string[] {
  return [
    ...ROLES.flatMap((role) => roleStatements(role, passwordOf(role, passwords))),
    // By default every role may connect, make temporary tables, and look around in the schema public.
    `REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    ...SERVICES.flatMap((service) => schemaStatements(database, service)),
    // Search by similar nickname. An extension needs an admin, so no migration can make it.
    'CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA users',
  ];
}

function roleStatements(role: string, password: string): string[] {
  return [
    `DO $$ BEGIN
       IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)}) THEN
         CREATE ROLE ${name(role)};
       END IF;
     END $$`,
    `ALTER ROLE ${name(role)} LOGIN PASSWORD ${literal(password)}`,
  ];
}

function schemaStatements(databaseName: string, service: Service): string[] {
  const database = name(databaseName);
  const [schema, owner, runtime] = [name(service.schema), name(service.owner), name(service.runtime)];
  const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema} GRANT`;
  return [
    // An admin who is no superuser may give things to, and act for, only the roles that he is a member of.
    `GRANT ${owner} TO CURRENT_USER`,
    `CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${owner}, ${runtime}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${runtime}`,
    `${defaults} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${runtime}`,
    `${defaults} USAGE, SELECT ON SEQUENCES TO ${runtime}`,
    `${defaults} EXECUTE ON FUNCTIONS TO ${runtime}`,
    `ALTER ROLE ${owner} IN DATABASE ${database} SET search_path = ${schema}`,
    `ALTER ROLE ${runtime} IN DATABASE ${database} SET search_path = ${schema}`,
  ];
}

/** @throws where there is none: an empty one would let anybody in, or nobody */
function passwordOf(role: string, passwords: Record<string, string>): string {
  const password = passwords[role];
  if (!password) throw new Error(`There is no password for the role ${role}`);
  return password;
}
