export type Conversion = (value: unknown) => unknown;

const conversions = new WeakMap<object, Map<string, Conversion[]>>();

/** Converts a field before it is validated. Where several decorators of a field do so, the upper ones come first. */
export function Convert(conversion: Conversion): PropertyDecorator {
  return (prototype, field) => {
    const fields = conversions.get(prototype) ?? new Map<string, Conversion[]>();
    conversions.set(prototype, fields.set(String(field), [conversion, ...(fields.get(String(field)) ?? [])]));
  };
}

/** The conversions of a class's field, those of its base class first. */
export function conversionsOf(prototype: object | null, field: string): Conversion[] {
  if (prototype === null) return [];
  const inherited = conversionsOf(Object.getPrototypeOf(prototype) as object | null, field);
  return [...inherited, ...(conversions.get(prototype)?.get(field) ?? [])];
}
