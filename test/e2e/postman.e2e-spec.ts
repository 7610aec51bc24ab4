import { readFileSync } from 'node:fs';
import newman, { type NewmanRunSummary } from 'newman';
import { expect, inject, it } from 'vitest';

function runCollection(): Promise<NewmanRunSummary> {
  return new Promise((resolve, reject) => {
    const options = {
      collection: 'postman/messenger.postman_collection.json',
      envVar: [{ key: 'baseUrl', value: inject('gatewayUrl') }],
    };
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary)));
  });
}

interface Item {
  name: string;
  item?: Item[];
  response?: { code: number; body: string }[];
}

const { info, item } = JSON.parse(readFileSync('postman/messenger.postman_collection.json', 'utf8')) as {
  info: { description: string };
  item: Item[];
};

it('the collection says what to press first, and shows an answer of each request', () => {
  expect(info.description).toMatch(/First.*press Run/);
  const requests = item.flatMap(({ item: steps = [] }) => steps);
  const silent = requests.filter(({ response: [answer] = [] }) => !answer || (answer.code !== 204 && !answer.body));
  // Nothing is said where a redirect or an accepted mail is all there is.
  expect(
    silent.map(({ response: [answer] = [] }) => answer?.code).filter((code) => code !== 302 && code !== 202),
  ).toEqual([]);
});

// Twice: what one run leaves behind must not be in the way of the next.
it.each(['once', 'once more'])('the Postman collection passes %s', async () => {
  const { run } = await runCollection();
  const failures = run.failures.map(({ source, error }) => `${source?.name}: ${error.test}: ${error.message}`);
  expect(failures).toEqual([]);
  expect(run.stats.assertions.total).toBeGreaterThan(2 * (run.stats.requests.total ?? 0));
});
