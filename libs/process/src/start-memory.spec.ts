import { expect, it } from 'vitest';
import { releaseStartMemory } from './start-memory.js';

it('has nothing of the start left that nobody refers to', async () => {
  const [unused, used] = [new WeakRef({ name: 'unused' }), { name: 'used' }];
  const stillUsed = new WeakRef(used);
  await releaseStartMemory();
  expect(unused.deref()).toBeUndefined();
  expect(stillUsed.deref()).toBe(used);
});
