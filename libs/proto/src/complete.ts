type Leaf = Date | Uint8Array;

/**
 * A message with every key of it and of the messages in it, the optional ones too, though their values may be undefined.
 * What a mapper returns: a new field is a compile error where it is not mapped yet.
 */
export type Complete<T> = T extends Leaf ? T : T extends object ? { [K in keyof Required<T>]: Complete<T[K]> } : T;
