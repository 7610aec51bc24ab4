import { ValidationFailedError } from '@messenger/errors';
import { IsInt, IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { Convert } from './fields/convert.js';
import { validated, validatedSync } from './validated.js';

class Base {
  @Convert((value) => `${String(value)}, converted`)
  @Convert((value) => `${String(value)}, first`)
  @IsString()
  text!: string;
}

class Derived extends Base {
  @IsInt()
  count!: number;
}

describe('an object of a class with rules', () => {
  it('is of that class, with the fields of its base class', () => {
    const value = validatedSync(Derived, { text: 'a', count: 1 });
    expect(value).toBeInstanceOf(Derived);
    expect(Object.keys(value).sort()).toEqual(['count', 'text']);
  });

  it('has its fields converted by the upper decorators first', () => {
    expect(validatedSync(Derived, { text: 'a', count: 1 }).text).toBe('a, converted, first');
  });

  it.each(['more', 'constructor', '__proto__'])('does not get the field %s, which it has no rule for', (name) => {
    const plain = JSON.parse(`{ "text": "a", "count": 1, "${name}": { "admin": true } }`) as object;
    const value = validatedSync(Derived, plain);
    expect(Object.keys(value).sort()).toEqual(['count', 'text']);
    expect('admin' in value).toBe(false);
  });

  it('is refused with each field that breaks a rule', async () => {
    const refusal = validated(Derived, { count: 'one' });
    await expect(refusal).rejects.toBeInstanceOf(ValidationFailedError);
    const fields = ['count', 'text'].map((field) => expect.objectContaining({ field }) as unknown);
    await expect(refusal).rejects.toMatchObject({ details: { fields: expect.arrayContaining(fields) as unknown } });
  });
});
