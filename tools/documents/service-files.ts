import { APP_NAMES, provisioningStatements, ROLES, SERVICE_NAMES, SERVICES } from '@messenger/stack';
import { callersOf, GENERATED, secretOf } from './declared.js';
import { KUBERNETES_FILES } from './kubernetes-files.js';

/** Files that are made of the declaration of the services alone, and how. */
export const SERVICE_FILES: Record<string, () => string> = {
  'libs/grpc/src/callers.gen.ts': callersModule,
  'nest-cli.json': nestCli,
  'k8s/base/postgres/provisioning.sql': provisioningSql,
  'scripts/containers/passwords.sql': passwordsSql,
  'scripts/release/services.sh': releaseScript,
  ...KUBERNETES_FILES,
};

/** The declared calls, for the servers themselves. */
function callersModule(): string {
  const callers = Object.fromEntries(SERVICE_NAMES.map((service) => [service, callersOf(service)]));
  return `// ${GENERATED}

    /** The apps that may call each service. */
    export const CALLERS: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(callers)};
  `;
}

function nestCli(): string {
  const documents = ['html', 'json'].map((kind) => `../../../docs/asyncapi.${kind}`);
  const pages = ['asyncapi', 'openapi'].map((page) => `${page}/public/**/*`);
  const assets = [...pages, ...documents];
  const projects = APP_NAMES.map((app) => {
    const compilerOptions = {
      tsConfigPath: `apps/${app}/tsconfig.app.json`,
      ...(app === 'api-gateway' && { assets, watchAssets: true }),
    };
    const sourceRoot = `apps/${app}/src`;
    return [app, { type: 'application', root: `apps/${app}`, entryFile: 'main', sourceRoot, compilerOptions }];
  });
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/nest-cli',
    monorepo: true,
    collection: '@nestjs/schematics',
    sourceRoot: 'apps/api-gateway/src',
    root: 'apps/api-gateway',
    compilerOptions: { builder: 'tsc', tsConfigPath: 'apps/api-gateway/tsconfig.app.json' },
    projects: Object.fromEntries(projects) as object,
  });
}

/** The passwords are set from secrets. */
function provisioningSql(): string {
  const noPasswords = Object.fromEntries(ROLES.map((role) => [role, '-']));
  const statements = provisioningStatements('messenger', noPasswords).map((sql) => sql.replace(/ PASSWORD '-'$/, ''));
  return `-- ${GENERATED}
-- The passwords are set from secrets: by CloudNativePG, or by passwords.sh of the local overlay.

${statements.map((sql) => `${sql.replaceAll(/\n {5}/g, '\n')};\n`).join('')}`;
}

function passwordsSql(): string {
  const variables = ROLES.map((role) => `\\getenv ${role} ${role.toUpperCase()}_PASSWORD\n`);
  const statements = ROLES.map((role) => `ALTER ROLE ${role} PASSWORD :'${role}';\n`);
  return `-- Gives each role the password that the environment has for it.
-- ${GENERATED}
${variables.join('')}${statements.join('')}`;
}

function releaseScript(): string {
  const roles = SERVICES.flatMap(({ owner, runtime }) => [
    `${secretOf(runtime)} ${runtime} DATABASE_URL`,
    `${secretOf(owner)} ${owner} DATABASE_OWNER_URL`,
  ]);
  return `# shellcheck shell=sh disable=SC2034
# ${GENERATED}

# Each before those that call it, the gateway last: what a new version asks for, a new version answers.
apps='${[...SERVICE_NAMES, 'api-gateway'].join(' ')}'

# A secret each, the role that it is for, and the name of its URL in the app or its migration.
roles='${roles.join('\n')}'
`;
}
