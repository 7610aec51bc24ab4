import { execFileSync } from 'node:child_process';
import {
  createFileRegistry,
  fromBinary,
  getOption,
  type DescEnumValue,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
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

/** Every rpc of the contract. */
export function rpcs(protos: FileRegistry): DescMethod[] {
  return [...protos].flatMap((type) => (type.kind === 'service' ? type.methods : []));
}

/** Every rpc that is a route, with its rule. */
export function httpRules(protos: FileRegistry): [DescMethod, HttpRule][] {
  return rpcs(protos).flatMap((method): [DescMethod, HttpRule][] => {
    const rule = httpRuleOf(method, protos);
    return rule === undefined ? [] : [[method, rule]];
  });
}

/** What `google.api.http` says of an rpc; undefined where it is no route. */
export function httpRuleOf(method: DescMethod, protos: FileRegistry): HttpRule | undefined {
  const rule = optionOf(method, 'google.api.http', protos) as HttpRule;
  return (rule.pattern.case as string | undefined) === undefined ? undefined : rule;
}

/** The path of a rule, in the names that JSON has. */
export function pathOf({ pattern }: HttpRule): string {
  return pattern.value.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Whether the rpc needs no access token. */
export function isPublic(method: DescMethod, protos: FileRegistry): boolean {
  return optionOf(method, 'messenger.options.v1.public_access', protos) as boolean;
}

/** The value of a custom option, or its default where it is not set. */
export function optionOf(desc: DescMethod | DescEnumValue | DescMessage, name: string, protos: FileRegistry): unknown {
  const extension = protos.getExtension(name);
  if (extension === undefined) throw new Error(`The protos define no option ${name}`);
  return getOption(desc, extension as DescExtension & { extendee: never });
}

/** The messages of every `events.proto`. */
export function eventMessages(protos: FileRegistry): DescMessage[] {
  return [...protos.files].filter(({ name }) => name.endsWith('/events')).flatMap(({ messages }) => messages);
}

// Places in a file's descriptor (google/protobuf/descriptor.proto): FileDescriptorProto.message_type, and what it holds.
const [MESSAGE, FIELD] = [4, 2];

/** The comment above a declaration, on one line a paragraph. */
export function commentOf(desc: DescMessage | DescField): string {
  return commentAt(desc.kind === 'message' ? desc.file : desc.parent.file, placeOf(desc));
}

function placeOf(desc: DescMessage | DescField): number[] {
  if (desc.kind === 'message') return [MESSAGE, desc.file.messages.indexOf(desc)];
  return [...placeOf(desc.parent), FIELD, desc.parent.fields.indexOf(desc)];
}

function commentAt(file: DescFile, path: number[]): string {
  const locations = file.proto.sourceCodeInfo?.location ?? [];
  const comment = locations.find((location) => location.path.join() === path.join())?.leadingComments ?? '';
  return comment.trim().replaceAll(/(?<!\n)\n (?!\n)/g, ' ');
}
