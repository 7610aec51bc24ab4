import { MIGRATION_SETTINGS, port, text, type Setting, type Settings } from '@messenger/config';
import { APP_NAMES, ROLES, SERVICE_NAMES } from '@messenger/stack';
import { settingsOf } from './app-settings.js';
import { defaultOf } from './configuration.js';

const INTRODUCTION = `# Every setting of every app, and of docker-compose.yml; a comment line shows a default or an example. Written by
# "make docs" from the settings of the apps. The local stack (make run, make dev) sets what has no default. Containers
# (make up) read this file's copy .env: make up writes one with new secrets where there is none. The secrets here are
# published, so apps refuse them where NODE_ENV is production.
`;

/** What docker-compose.yml itself reads. */
const CONTAINER_SETTINGS: Settings = {
  POSTGRES_PASSWORD: text({ meaning: "Of PostgreSQL's own user.", example: 'secret' }),
  RABBITMQ_PASSWORD: text({ meaning: 'Of the user messenger in RabbitMQ.', example: 'secret' }),
  ...Object.fromEntries(ROLES.map(rolePassword)),
  RABBITMQ_CONSOLE_PORT: port({ meaning: "Of RabbitMQ's console, on 127.0.0.1.", default: 15_672 }),
  MAIL_CONSOLE_PORT: port({
    meaning:
      'Of Mailpit, on 127.0.0.1, where all mails go with COMPOSE_PROFILES=mail and MAIL_URL=smtp://mailpit:1025.',
    default: 8025,
  }),
  PROMETHEUS_PORT: consolePort('Prometheus', 9091),
  GRAFANA_PORT: consolePort('Grafana', 3001),
  JAEGER_PORT: consolePort('Jaeger, which shows the traces', 16_686),
};

/** A setting as one of its readers declares it. */
interface Reading {
  reader: string;
  setting: Setting;
}

/** .env.example: each setting once, where whoever reads it would look first. */
export async function envExample(): Promise<string> {
  const readings = await readingsByName();
  const readBy = (apps: readonly string[]): string[] =>
    [...readings].flatMap(([name, all]) => (apps.every((app) => all.some(({ reader }) => reader === app)) ? name : []));
  const listed = new Set<string>();
  const section = (title: string, names: string[]): string[] => {
    const own = names.filter((name) => !listed.has(name));
    for (const name of own) listed.add(name);
    const entries = own.map((name) => entryOf(name, readings.get(name) ?? [], title));
    return own.length === 0 ? [] : [`# === ${title}\n\n${entries.join('\n')}`];
  };
  return [
    INTRODUCTION,
    section('docker-compose.yml: letters and digits alone', readBy(['docker-compose.yml'])),
    section('All apps', readBy(APP_NAMES)),
    section('The services; each has a role and a schema of its own', readBy(SERVICE_NAMES)),
    section('Their migrations (migrate.js)', readBy(['migrations'])),
    APP_NAMES.map((app) => section(app, readBy([app]))),
  ]
    .flat(2)
    .join('\n');
}

async function readingsByName(): Promise<Map<string, Reading[]>> {
  const apps = APP_NAMES.map(async (app) => [app, await settingsOf(app)] as const);
  const own = [['docker-compose.yml', CONTAINER_SETTINGS] as const, ['migrations', MIGRATION_SETTINGS] as const];
  const readings = new Map<string, Reading[]>();
  for (const [reader, settings] of [...(await Promise.all(apps)), ...own]) {
    for (const [name, setting] of Object.entries(settings)) {
      readings.set(name, [...(readings.get(name) ?? []), { reader, setting }]);
    }
  }
  return readings;
}

/** What the setting means to each of its readers, and then a line that sets it. */
function entryOf(name: string, readings: Reading[], title: string): string {
  const meanings = [...new Set(readings.map(({ setting }) => meaningOf(setting)))].map((meaning) => {
    const readers = readings.filter(({ setting }) => meaningOf(setting) === meaning).map(({ reader }) => reader);
    const others = APP_NAMES.includes(title as (typeof APP_NAMES)[number]) && readings.length > 1;
    return others ? `${meaning} Read by ${readers.join(', ')}.` : meaning;
  });
  const [setting] = readings.map((reading) => reading.setting);
  const value = setting && (defaultOf(setting) || setting.example);
  return `${meanings.map(comment).join('')}${setting?.required ? '' : '# '}${name}=${value}\n`;
}

function meaningOf({ meaning, values, unit }: Setting): string {
  const hint = values === 'text' || values.startsWith('a URL') ? '' : ` (${values}${unit && `, ${unit}`})`;
  return meaning.replace(/\.?$/, `${hint}.`);
}

/** In lines of up to 120 characters. */
function comment(sentences: string): string {
  const lines = ['#'];
  for (const word of sentences.split(' ')) {
    if (`${lines.at(-1)} ${word}`.length > 120) lines.push('#');
    lines.push(`${lines.pop()} ${word}`);
  }
  return `${lines.join('\n')}\n`;
}

function rolePassword(role: string): [string, Setting] {
  return [`${role.toUpperCase()}_PASSWORD`, text({ meaning: `Of the role ${role}.`, example: 'secret' })];
}

function consolePort(program: string, byDefault: number): Setting {
  return port({ meaning: `Of ${program}, on 127.0.0.1, with COMPOSE_PROFILES=observability.`, default: byDefault });
}
