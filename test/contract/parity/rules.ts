import { ScalarType, type DescField, type DescMessage, type DescMethod, type FileRegistry } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { httpRules, isPublic, pathOf, type HttpRule } from '../../../tools/documents/descriptors.js';
import { reasonsOf } from '../../../tools/documents/reasons.js';
import { composed } from './composed.js';
import type { Operation, Operations, Shape } from './shape.js';

const SCALARS: Partial<Record<ScalarType, string>> = {
  [ScalarType.STRING]: 'string',
  [ScalarType.BOOL]: 'boolean',
  [ScalarType.INT32]: 'integer',
  [ScalarType.INT64]: 'integer',
  [ScalarType.DOUBLE]: 'number',
};

/** Every `google.api.http` rule as the operation it promises; reasons that any rpc may have are left out. */
export function operationsOfRules(protos: FileRegistry): Operations {
  return new Map(
    httpRules(protos).map(([method, rule]) => [
      `${rule.pattern.case.toUpperCase()} ${pathOf(rule)}`,
      operationOf(method, rule, protos),
    ]),
  );
}

function operationOf(method: DescMethod, rule: HttpRule, protos: FileRegistry): Operation {
  const path = pathOf(rule);
  const fields = method.input.fields;
  const inBody = (field: DescField): boolean => rule.body === '*' && !path.includes(`{${field.jsonName}}`);
  const body = fields.filter(inBody);
  const reasons = reasonsOf(method, protos).filter(({ owner }) => owner !== 'errors');
  return {
    parameters: shapeOf(fields.filter((field) => !inBody(field))),
    body: body.length > 0 ? shapeOf(body) : null,
    response: responseOf(method.output, rule),
    public: isPublic(method, protos),
    reasons: reasons.map(({ name }) => name).sort(),
  };
}

function responseOf(message: DescMessage, { responseBody }: HttpRule): Shape | null {
  if (message.fields.length === 0) return null;
  const part = message.fields.find(({ name }) => name === responseBody)?.message;
  return messageShape(part ?? message);
}

function messageShape(message: DescMessage): Shape {
  if (message.typeName === 'google.protobuf.Timestamp') return 'date-time';
  return composed(message.typeName, shapeOf(message.fields));
}

function shapeOf(fields: DescField[]): Record<string, Shape> {
  return Object.fromEntries(fields.map((field) => [nameOf(field), typeOf(field)]));
}

function nameOf({ jsonName, fieldKind, presence, proto }: DescField): string {
  if (fieldKind === 'list') return `${jsonName}[]`;
  const optional = presence === FeatureSet_FieldPresence.EXPLICIT && proto.proto3Optional;
  return optional ? `${jsonName}?` : jsonName;
}

function typeOf(field: DescField): Shape {
  if (field.message) return messageShape(field.message);
  return (field.scalar && SCALARS[field.scalar]) ?? `a type that JSON has no word for yet (${field.toString()})`;
}
