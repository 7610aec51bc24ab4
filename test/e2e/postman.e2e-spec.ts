import newman, { type NewmanRunSummary } from 'newman';
import { expect, inject, it } from 'vitest';

function runCollection(): Promise<NewmanRunSummary> {
  return new Promise((resolve, reject) => {
    const options = {
      collection: 'postman/messenger.postman_collection.json',
      environment: 'postman/messenger.postman_environment.json',
      envVar: [{ key: 'baseUrl', value: inject('gatewayUrl') }],
    };
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary)));
  });
}

// Twice: what one run leaves behind must not be in the way of the next.
it.each(['once', 'once more'])('the Postman collection passes %s', async () => {
  const { run } = await runCollection();
  const failures = run.failures.map(({ source, error }) => `${source?.name}: ${error.test}: ${error.message}`);
  expect(failures).toEqual([]);
  expect(run.stats.assertions.total).toBeGreaterThan(2 * (run.stats.requests.total ?? 0));
});
