/** The documentation of a field, in the words of JSON Schema. */
export interface FieldDescription {
  type?: 'integer';
  format?: 'date' | 'email' | 'uuid';
  description?: string;
  example?: unknown;
  default?: unknown;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  required?: false;
}

/** Documents a class: its instances are bodies of requests. */
export function DescribeModel(description: string): ClassDecorator {
  return (target) => void modelDescriptions.set(target.prototype as object, description);
}

export function modelDescription(prototype: object): string | undefined {
  return modelDescriptions.get(prototype);
}

const modelDescriptions = new WeakMap<object, string>();
const descriptions = new WeakMap<object, Map<string, FieldDescription>>();

/** Documents a field. Where several decorators of a field do so, the upper ones override the lower ones. */
export function Describe(description: FieldDescription): PropertyDecorator {
  return (prototype, field) => {
    const fields = descriptions.get(prototype) ?? new Map<string, FieldDescription>();
    descriptions.set(prototype, fields.set(String(field), { ...fields.get(String(field)), ...description }));
  };
}

/** The documented fields of a class, those of its base class first. */
export function describedFields(prototype: object | null): Map<string, FieldDescription> {
  if (prototype === null) return new Map();
  return new Map([
    ...describedFields(Object.getPrototypeOf(prototype) as object | null),
    ...(descriptions.get(prototype) ?? []),
  ]);
}
