import fc from 'fast-check';

/** 0 and 1 are the two friends; `nth` picks one of a friend's own messages. */
export type Step =
  | { do: 'send'; who: 0 | 1; text: string }
  | { do: 'edit'; who: 0 | 1; nth: number; text: string }
  | { do: 'delete'; who: 0 | 1; nth: number }
  | { do: 'read'; who: 0 | 1; nth: number }
  | { do: 'cut'; device: number }
  | { do: 'crash' };

/** Steps of one list are taken at the same time, lists one after the other. */
export type Steps = Step[][];

const who = fc.constantFrom<0 | 1>(0, 1);
const nth = fc.nat(9);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((some) => some.trim() !== '');

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), who, text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), who, nth, text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), who, nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), who, nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), device: fc.nat(3) }) },
);

const some = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });

/** With a crash in the middle, and steps while it happens. */
export const randomSteps: fc.Arbitrary<Steps> = fc
  .tuple(some, fc.array(step, { maxLength: 3 }), some)
  .map(([before, meanwhile, after]) => [...before, [{ do: 'crash' }, ...meanwhile], ...after]);
