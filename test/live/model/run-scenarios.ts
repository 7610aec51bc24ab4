import fc from 'fast-check';
import type { ModelBasedScenario } from './model-based-scenario.js';
import { randomSteps } from './random-steps.js';

/** Plays random steps. A failure prints the seed and the steps; `SEED=<seed>` plays the same ones again. */
export async function runScenarios(scenario: ModelBasedScenario, numRuns: number, seed: number): Promise<void> {
  console.log(`${numRuns} random scenarios of seed ${seed}`);
  const property = fc.asyncProperty(randomSteps, (steps) => scenario.play(steps));
  // A shorter one would be played to devices that have already lost their way.
  await fc.assert(property, { numRuns, seed, endOnFailure: true, verbose: true });
}
