import fc from 'fast-check';
import type { Friends } from './friends.js';
import { story } from './story.js';

/** Lets friends live random stories. A failure names the seed and the story; `SEED=<seed>` plays the same ones again. */
export async function liveStories(friends: Friends, numRuns: number, seed: number): Promise<void> {
  console.log(`${numRuns} stories of seed ${seed}`);
  const property = fc.asyncProperty(story, (each) => friends.live(each));
  // A shorter story would be lived by devices that have already lost their way.
  await fc.assert(property, { numRuns, seed, endOnFailure: true, verbose: true });
}
