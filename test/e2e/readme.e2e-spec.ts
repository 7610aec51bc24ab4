import { inject, it } from 'vitest';
import { expectReadmeStory } from '../support/readme-story.js';

it("the README's curl story takes two people from registration to reading a message", async () => {
  await expectReadmeStory(inject('gatewayUrl'));
});
