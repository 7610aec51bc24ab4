/**
 * A message with every key of it, the optional ones too, though they may be undefined. What a mapper returns: a new field
 * is a compile error where it is not mapped yet.
 */
export type Complete<T> = { [K in keyof Required<T>]: T[K] };
