import { execFileSync } from 'node:child_process';
import {
  createFileRegistry,
  fromBinary,
  getOption,
  type DescEnumValue,
  type DescExtension,
  type DescFile,
  type DescMethod,
  type FileRegistry,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/** What `google.api.http` says of an rpc. */
export interface HttpRule {
  pattern: { case: string; value: string };
  body: string;
  responseBody: string;
}

/** The protos as buf compiles them, comments included. */
export function compileProtos(): FileRegistry {
  const set = execFileSync('node_modules/.bin/buf', ['build', 'proto', '-o', '-#format=binpb']);
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, set));
}

/** Every rpc that is a route, with its rule. */
export function httpRules(protos: FileRegistry): [DescMethod, HttpRule][] {
  const http = protos.getExtension('google.api.http') as DescExtension;
  return [...protos]
    .flatMap((type) => (type.kind === 'service' ? type.methods : []))
    .map((method): [DescMethod, HttpRule] => [method, getOption(method, http) as HttpRule])
    .filter(([, { pattern }]) => (pattern.case as string | undefined) !== undefined);
}

/** The values of every `ErrorReason`, without those that mean nothing. */
export function errorReasons(protos: FileRegistry): DescEnumValue[] {
  return [...protos]
    .flatMap((type) => (type.kind === 'enum' && type.name === 'ErrorReason' ? type.values : []))
    .filter(({ number }) => number > 0);
}

/** The reasons that belong to no single service. */
export function commonReasons(protos: FileRegistry): Set<string> {
  const common = errorReasons(protos).filter(({ parent }) => parent.typeName === 'messenger.errors.v1.ErrorReason');
  return new Set(common.map(({ localName }) => localName));
}

// Places in a file's descriptor (google/protobuf/descriptor.proto): FileDescriptorProto.enum_type, .service, and what they hold.
const [ENUM, ENUM_VALUE, SERVICE, METHOD] = [5, 2, 6, 2];

/** The comment above an rpc or an enum's value, on one line a paragraph. */
export function commentOf(desc: DescMethod | DescEnumValue): string {
  if (desc.kind === 'rpc') {
    const { file, methods } = desc.parent;
    return commentAt(file, [SERVICE, file.services.indexOf(desc.parent), METHOD, methods.indexOf(desc)]);
  }
  const { file, values } = desc.parent;
  return commentAt(file, [ENUM, file.enums.indexOf(desc.parent), ENUM_VALUE, values.indexOf(desc)]);
}

function commentAt(file: DescFile, path: number[]): string {
  const locations = file.proto.sourceCodeInfo?.location ?? [];
  const comment = locations.find((location) => location.path.join() === path.join())?.leadingComments ?? '';
  return comment.trim().replaceAll(/(?<!\n)\n (?!\n)/g, ' ');
}
