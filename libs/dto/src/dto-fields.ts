import { getMetadataStorage } from 'class-validator';
import { conversionsOf, type Conversion } from './fields/convert.js';

/** A field that a class has rules for. */
export interface DtoField {
  name: string;
  conversions: Conversion[];
}

const known = new WeakMap<object, DtoField[]>();

/** The fields of a class that has rules; none of any other. */
export function fieldsOf(type: object): DtoField[] {
  const fields = known.get(type) ?? findFields(type as () => void);
  known.set(type, fields);
  return fields;
}

function findFields(type: () => void): DtoField[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  return [...names].map((name) => ({ name, conversions: conversionsOf(type.prototype as object, name) }));
}
