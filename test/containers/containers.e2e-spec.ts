import { APP_NAMES } from '@messenger/stack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../support/api.js';
import { Correspondence } from './correspondence.js';
import { Project } from './project.js';
import { expectReadmeStory } from '../support/readme-story.js';

/** Bytes. */
const LARGEST_IMAGE = 250e6;

let project: Project | undefined;
const given = (): Project => project!;

let correspondence: Correspondence;

// Builds the images, for which npm's registry has to answer twice.
beforeAll(async () => {
  project = await Project.built();
  const printed = await project.up();
  expect(printed).toContain(project.url);
  correspondence = await Correspondence.begun(new Api(project.url));
}, 1_800_000);

afterAll(async () => {
  await project?.remove();
}, 120_000);

it('the images are small, and share all layers but the last', async () => {
  const images = await given().images();
  for (const { Size } of images) expect(Size).toBeLessThan(LARGEST_IMAGE);
  expect(new Set(images.map(({ RootFS }) => RootFS.Layers.slice(0, -1).join())).size).toBe(1);
  expect(new Set(images.map(({ RootFS }) => RootFS.Layers.at(-1))).size).toBe(APP_NAMES.length);
});

it("the README's curl story passes", async () => {
  await expectReadmeStory(given().url);
});

it('nothing runs as root, on a root file system that can be written, or without limits', async () => {
  const containers = await given().containers();
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
    const users = await given().usersIn(container);
    expect(users.length, container.Name).toBeGreaterThan(0);
    for (const user of users) expect(user, container.Name).toBeGreaterThan(0);
  }
  const ended = containers.filter(({ State }) => State.Status === 'exited');
  expect(ended.map(({ State }) => State.ExitCode)).toEqual(Array(5).fill(0));
});

it.each([...APP_NAMES, 'postgres', 'rabbitmq'])(
  'a restart of %s loses nothing',
  async (service) => {
    await correspondence.goesOnWhile(() => given().compose('restart', service));
    await correspondence.expectNothingLost();
  },
  300_000,
);

it('down and up again keeps the data', async () => {
  await correspondence.goesOnWhile(() => Promise.resolve());
  await given().compose('down');
  await given().up();
  await correspondence.expectNothingLost();
  await correspondence.goesOnWhile(() => Promise.resolve());
  await correspondence.expectNothingLost();
}, 600_000);
