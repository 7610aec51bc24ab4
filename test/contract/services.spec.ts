import { existsSync, readFileSync } from 'node:fs';
import { DURABLE_SUBSCRIPTIONS, LOGS } from '@messenger/events';
import { APP_NAMES, CALLS, grpcUrlName, SERVICE_NAMES, SERVICES, type AppName } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../tools/documents/app-settings.js';

/** Places that name every app or service, with the words that each of them has there. */
const PLACES: { file: string; apps: readonly AppName[]; words: (app: AppName) => string[] }[] = [
  { file: 'docker-compose.yml', apps: APP_NAMES, words: (app) => [`\n  ${app}:`, `image: messenger/${app}:`] },
  {
    file: 'docker-compose.yml',
    apps: SERVICE_NAMES,
    words: (app) => [
      `\n  ${app}-migration:`,
      `dist/${app}/apps/${app}/src/migrate.js`,
      ...rolesOf(app).flatMap((role) => [`postgres://${role}:`, `${role.toUpperCase()}_PASSWORD: $`]),
    ],
  },
  {
    file: 'k8s/overlays/production/workload/kustomization.yaml',
    apps: APP_NAMES,
    words: (app) => [`newName: registry.example.com/messenger/${app}\n`],
  },
  { file: 'docs/images/architecture.dot', apps: APP_NAMES, words: (app) => [app] },
  { file: 'docs/architecture.md', apps: APP_NAMES, words: (app) => [`| [${app}](services/`] },
  {
    file: 'apps/api-gateway/src/clients/clients.module.ts',
    apps: SERVICE_NAMES,
    words: (app) => [`'${app}'`],
  },
];

/** Files and folders that each app or service has. */
const PATHS: { apps: readonly AppName[]; path: (app: AppName) => string }[] = [
  { apps: APP_NAMES, path: (app) => `apps/${app}/src/main.ts` },
  { apps: APP_NAMES, path: (app) => `apps/${app}/src/settings.ts` },
  { apps: APP_NAMES, path: (app) => `apps/${app}/tsconfig.app.json` },
  { apps: SERVICE_NAMES, path: (app) => `apps/${app}/src/migrate.ts` },
  { apps: SERVICE_NAMES, path: (app) => `proto/messenger/${shortOf(app)}/v1/${shortOf(app)}_service.proto` },
  { apps: APP_NAMES, path: (app) => `k8s/base/${app}/workload/deployment.yaml` },
  { apps: SERVICE_NAMES, path: (app) => `k8s/base/${app}/migration/job.yaml` },
  { apps: APP_NAMES, path: (app) => `docs/services/${shortOf(app)}.md` },
];

describe.each(APP_NAMES)('%s, which tools/stack/src/services.ts declares,', (app) => {
  const places = PLACES.filter(({ apps }) => apps.includes(app));
  const paths = PATHS.filter(({ apps }) => apps.includes(app)).map(({ path }) => path(app));

  it.each(places.map(({ file, words }) => [file, words(app)] as const))('is in %s', (file, words) => {
    const text = readFileSync(file, 'utf8');
    const missing = words.filter((word) => !text.includes(word));
    expect(missing, `${app} is missing in ${file}: add these`).toEqual([]);
  });

  it.each(paths)('has %s', (path) => {
    expect(existsSync(path), `${app} has no ${path}: make one like another service's`).toBe(true);
  });

  it('gets the addresses of those that it calls, and no other', async () => {
    const wanted = CALLS[app].map(grpcUrlName).sort();
    const inCompose =
      readFileSync('docker-compose.yml', 'utf8')
        .split(`\n  ${app}:\n`)[1]
        ?.split(/\n {2}\S/)[0] ?? '';
    const configured = {
      [`apps/${app}/src/settings.ts`]: Object.keys(await settingsOf(app)).join('\n'),
      'docker-compose.yml': inCompose,
    };
    for (const [file, text] of Object.entries(configured)) {
      const names = text.match(/\b[A-Z]+_GRPC_URL\b/g) ?? [];
      expect([...new Set(names)].sort(), `${file}: ${app} calls ${CALLS[app].join(', ') || 'nobody'}`).toEqual(wanted);
    }
  });
});

describe('the declaration of the services', () => {
  it('has each before those that call it: that is the order in which they are rolled', () => {
    for (const { app, calls } of SERVICES) {
      const before = SERVICE_NAMES.slice(0, SERVICE_NAMES.indexOf(app));
      expect(before, `${app} stands before one that it calls`).toEqual(expect.arrayContaining([...calls]));
    }
  });

  it('knows everybody who consumes events, and whose log is read', () => {
    expect(SERVICE_NAMES).toEqual(expect.arrayContaining(Object.keys(DURABLE_SUBSCRIPTIONS)));
    expect(SERVICE_NAMES.map(shortOf)).toEqual(expect.arrayContaining([...LOGS]));
  });

  it.each(SERVICE_NAMES)('and the catalogue agree on what %s consumes', (app) => {
    const consumes = `consumes: '${app}'`;
    const isListed = Object.hasOwn(DURABLE_SUBSCRIPTIONS, app);
    for (const file of ['main.ts', 'app.module.ts'].map((name) => `apps/${app}/src/${name}`)) {
      const help = `${app} ${isListed ? 'has' : 'has no'} DURABLE_SUBSCRIPTIONS: see ${consumes} of ${file}`;
      expect(readFileSync(file, 'utf8').includes(consumes), help).toBe(isListed);
    }
  });
});

describe('docs/images/architecture.dot', () => {
  const dot = readFileSync('docs/images/architecture.dot', 'utf8');

  it.each(Object.entries(DURABLE_SUBSCRIPTIONS))('shows what %s consumes', (app, types) => {
    const label = new RegExp(`say_${app.replace('-service', '')}_in .*label="(.*)"`).exec(dot)?.[1] ?? '';
    const shown = label.split('\\n').map((name) => new RegExp(`^\\w+\\.${name.replace('*', '\\w+')}\\.v\\d+$`));
    expect(types.filter((type) => !shown.some((name) => name.test(type)))).toEqual([]);
  });
});

function rolesOf(app: AppName): string[] {
  return SERVICES.filter((service) => service.app === app).flatMap(({ owner, runtime }) => [owner, runtime]);
}

/** chat of chat-service. */
function shortOf(app: AppName): string {
  return app.replace('-service', '');
}
