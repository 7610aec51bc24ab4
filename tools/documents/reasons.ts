import type { DescEnum, DescEnumValue, DescMethod, FileRegistry } from '@bufbuild/protobuf';
import { optionOf, rpcs } from './descriptors.js';

/** A reason to refuse, as the options of its enum value describe it. */
export interface Reason {
  name: string;
  /** Of whom: `auth`, `chat`, …; `errors` for what belongs to no single service. */
  owner: string;
  /** The gRPC code; the gateway's own reasons have none. */
  code: string | undefined;
  status: number;
  when: string;
  example: string;
}

interface ReasonOption {
  code?: number;
  httpStatus: number;
  when: string;
  example: string;
}

const OPTION = 'messenger.options.v1.reason';

/** The reasons of every `ErrorReason`. @throws Error where one is not described */
export function documentedReasons(protos: FileRegistry): Reason[] {
  return reasonEnums(protos)
    .flatMap(({ values }) => values)
    .filter(({ number }) => number > 0)
    .map((value) => reasonOf(value, protos));
}

/** The reasons that the rpc's options name, each with its owner. */
export function reasonsOf(method: DescMethod, protos: FileRegistry): Reason[] {
  return reasonEnums(protos).flatMap((reasons) => {
    const { typeName } = reasons;
    const numbers = optionOf(method, typeName.replace(/ErrorReason$/, 'reasons'), protos) as number[];
    return numbers.map((number) => reasonOf(reasons.value[number] as DescEnumValue, protos));
  });
}

/** The reasons that belong to no single service. */
export function commonReasons(protos: FileRegistry): Set<string> {
  const common = documentedReasons(protos).filter(({ owner }) => owner === 'errors');
  return new Set(common.map(({ name }) => name));
}

/** Every rpc by its name, with its reasons. @throws Error where two have one name */
export function reasonsByRpc(protos: FileRegistry): Map<string, { method: DescMethod; reasons: Reason[] }> {
  const byName = new Map<string, { method: DescMethod; reasons: Reason[] }>();
  for (const method of rpcs(protos)) {
    if (byName.has(method.name)) throw new Error(`Two rpcs are named ${method.name}: rename ${method.toString()}`);
    byName.set(method.name, { method, reasons: reasonsOf(method, protos) });
  }
  return byName;
}

function reasonEnums(protos: FileRegistry): DescEnum[] {
  return [...protos].filter((type) => type.kind === 'enum').filter(({ name }) => name === 'ErrorReason');
}

function reasonOf(value: DescEnumValue, protos: FileRegistry): Reason {
  const file = value.parent.file.name;
  const { code, httpStatus, when, example } = optionOf(value, OPTION, protos) as ReasonOption;
  if (httpStatus === 0 || when === '' || example === '') {
    throw new Error(`${file}: ${value.name} needs the option (${OPTION}) with http_status, when and example`);
  }
  return {
    ...{ name: value.localName, owner: file.split('/')[1] ?? '', when, example },
    ...{ code: code === undefined ? undefined : codeName(code, protos), status: httpStatus },
  };
}

function codeName(code: number, protos: FileRegistry): string | undefined {
  return protos.getEnum('google.rpc.Code')?.value[code]?.name;
}
