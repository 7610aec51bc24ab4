import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import nestCli from '../../nest-cli.json' with { type: 'json' };

const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll(/\\\n\s*/g, '');
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
const final = instructions.slice(instructions.lastIndexOf('FROM scratch'));

describe('the image', () => {
  it('is made from one known version of Node.js', () => {
    const from = instructions.flatMap((line) => /^FROM (\S+)(?: AS (\w+))?$/.exec(line)?.slice(1) ?? []);
    expect(new Set(from)).toEqual(
      new Set(['node:24-bookworm-slim', 'npm', 'build', 'production', 'runtime', 'app', 'scratch', undefined]),
    );
  });

  it('has the production dependencies alone, and runs no script of a package', () => {
    const installs = dockerfile.match(/npm ci[^&\n]*/g) ?? [];
    expect(installs).toHaveLength(2);
    for (const install of installs) expect(install).toContain('--ignore-scripts');
    expect(installs.filter((install) => install.includes('--omit=dev'))).toHaveLength(1);
    expect(final).toContain('COPY --from=production /app ./');
  });

  it('runs as user 1000, and asks the admin port for its health without a shell', () => {
    expect(final).toContain('USER 1000:1000');
    const [healthcheck = ''] = final.filter((line) => line.startsWith('HEALTHCHECK'));
    const command = JSON.parse(/CMD (\[.*\])$/.exec(healthcheck)?.[1] ?? '[]') as string[];
    expect(command.slice(0, 2)).toEqual(['node', '--eval']);
    expect(command[2]).toContain('http://127.0.0.1:${process.env.ADMIN_PORT}/healthz');
  });

  it('is built from every asset of an app, also from those that lie elsewhere', () => {
    const { sourceRoot, compilerOptions } = nestCli.projects['api-gateway'];
    const elsewhere = compilerOptions.assets.filter((asset) => asset.startsWith('..'));
    expect(elsewhere).toHaveLength(2);
    const context = readFileSync('.dockerignore', 'utf8').split('\n');
    for (const file of elsewhere.map((asset) => join(sourceRoot, asset))) {
      expect(
        instructions.some((line) => line.startsWith('COPY ') && line.split(' ').includes(file)),
        file,
      ).toBe(true);
      expect(context).toContain(`!${file}`);
    }
  });

  it('shares every layer but the last between the apps', () => {
    const layers = final.filter((line) => /^(COPY|RUN|ADD|WORKDIR)/.test(line));
    expect(layers.at(-1)).toBe('COPY --from=app /image ./');
    const shared = instructions.slice(0, instructions.indexOf('FROM build AS app'));
    expect(shared.filter((line) => line.includes('APP'))).toEqual([]);
    expect(final.indexOf('ARG APP')).toBeGreaterThan(final.indexOf('COPY --from=app /image ./'));
  });

  it('ends by a signal also while the app loads', () => {
    expect(final).toContain('CMD ["node", "--import", "./exit-while-loading.js", "main.js"]');
    expect(dockerfile).toContain('libs/process/src/exit-while-loading.js" /image/exit-while-loading.js');
  });

  it('says what it is', () => {
    const [label = ''] = final.filter((line) => line.startsWith('LABEL'));
    for (const name of ['title', 'description', 'version', 'revision', 'licenses']) {
      expect(label).toContain(`org.opencontainers.image.${name}=`);
    }
  });
});
