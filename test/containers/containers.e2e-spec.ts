import { APP_NAMES } from '@messenger/stack';
import { expect, it as test } from 'vitest';
import { Api } from '../support/api.js';
import { Correspondence } from './correspondence.js';
import { Project } from './project.js';
import { expectReadmeStory } from '../support/readme-story.js';

const LARGEST_IMAGE_BYTES = 250e6;

const it = test
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  .extend('project', { scope: 'file' }, async ({}, { onCleanup }) => {
    const project = await Project.built();
    onCleanup(() => project.remove());
    expect(await project.up()).toContain(project.url);
    return project;
  })
  .extend('correspondence', { scope: 'file' }, ({ project }) => Correspondence.begun(new Api(project.url)));

// Builds the images, for which npm's registry has to answer twice.
it.beforeAll(({ correspondence: _ }) => undefined, 1_800_000);

it('the images are small, and share all layers but the last', async ({ project }) => {
  const images = await project.images();
  for (const { Size } of images) expect(Size).toBeLessThan(LARGEST_IMAGE_BYTES);
  expect(new Set(images.map(({ RootFS }) => RootFS.Layers.slice(0, -1).join())).size).toBe(1);
  expect(new Set(images.map(({ RootFS }) => RootFS.Layers.at(-1))).size).toBe(APP_NAMES.length);
});

it("the README's curl story passes", async ({ project }) => {
  await expectReadmeStory(project.url);
});

it('nothing runs as root, on a root file system that can be written, or without limits', async ({ project }) => {
  const containers = await project.containers();
  expect(containers).toHaveLength(12);
  for (const container of containers) {
    expect(container.Config.User, container.Name).toMatch(/^(1000:1000|postgres|rabbitmq)$/);
    expect(container.HostConfig, container.Name).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: [expect.stringContaining('no-new-privileges')],
      Memory: expect.any(Number),
    });
    expect(container.HostConfig.Memory).toBeGreaterThan(0);
  }
  const running = containers.filter(({ State }) => State.Status === 'running');
  expect(running.map(({ State }) => State.Health?.Status)).toEqual(Array(7).fill('healthy'));
  for (const container of running) {
    const users = await project.usersIn(container);
    expect(users.length, container.Name).toBeGreaterThan(0);
    for (const user of users) expect(user, container.Name).toBeGreaterThan(0);
  }
  const ended = containers.filter(({ State }) => State.Status === 'exited');
  expect(ended.map(({ State }) => State.ExitCode)).toEqual(Array(5).fill(0));
});

it.for([...APP_NAMES, 'postgres', 'rabbitmq'])(
  'a restart of %s loses nothing',
  { timeout: 300_000 },
  async (service, { project, correspondence }) => {
    await correspondence.goesOnWhile(() => project.compose('restart', service));
    await correspondence.expectNothingLost();
  },
);

it('down and up again keeps the data', async ({ project, correspondence }) => {
  await correspondence.goesOnWhile(() => Promise.resolve());
  await project.compose('down');
  await project.up();
  await correspondence.expectNothingLost();
  await correspondence.goesOnWhile(() => Promise.resolve());
  await correspondence.expectNothingLost();
}, 600_000);
