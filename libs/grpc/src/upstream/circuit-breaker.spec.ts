import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker, type BreakerState } from './circuit-breaker.js';

describe('a circuit breaker', () => {
  let breaker: CircuitBreaker;
  let states: BreakerState[];

  beforeEach(() => {
    states = [];
    breaker = new CircuitBreaker({ failures: 3, trials: 2 }, (state) => states.push(state));
  });

  const fail = (times: number): void => {
    for (let i = 0; i < times; i++) breaker.fail();
  };

  it('opens with the third failure in a row, and then admits nothing', () => {
    fail(2);
    breaker.succeed();
    fail(2);
    expect(breaker.admit()).toBe(true);
    fail(1);
    expect(breaker.admit()).toBe(false);
    expect(states).toEqual(['open']);
  });

  it('admits two calls for a try, and everything once one is answered', () => {
    breaker.open();
    breaker.tryAgain();
    expect([breaker.admit(), breaker.admit(), breaker.admit()]).toEqual([true, true, false]);
    breaker.succeed();
    expect([breaker.admit(), breaker.admit(), breaker.admit()]).toEqual([true, true, true]);
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  it('opens again with the first failure of a try', () => {
    breaker.open();
    breaker.tryAgain();
    breaker.admit();
    breaker.fail();
    expect(breaker.admit()).toBe(false);
    expect(states).toEqual(['open', 'half-open', 'open']);
  });

  it('stays as it is where it does not matter: an answer that comes late, a failure more', () => {
    breaker.open();
    breaker.succeed();
    breaker.open();
    fail(5);
    expect(states).toEqual(['open']);
    breaker.tryAgain();
    breaker.succeed();
    breaker.tryAgain();
    expect(breaker.state).toBe('closed');
  });
});
