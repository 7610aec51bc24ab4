import type { DescMethod, FileRegistry } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { format, resolveConfig } from 'prettier';
import { httpRuleOf, pathOf, rpcs } from './descriptors.js';
import { documentedReasons, reasonsByRpc, type Reason } from './reasons.js';

/** The TypeScript that is made of the protos' options, by the file that it lies in. */
export const OPTION_MODULES: Record<string, (protos: FileRegistry) => string> = {
  'libs/errors/src/gen/reasons.ts': reasonsModule,
  'libs/proto/src/gen/messenger/rpc-problems.ts': rpcProblemsModule,
  'libs/proto/src/gen/messenger/idempotency.ts': idempotencyModule,
};

/** A file of OPTION_MODULES as it is committed. */
export async function makeOptionModule(file: string, protos: FileRegistry): Promise<string> {
  const text = OPTION_MODULES[file]?.(protos) ?? '';
  const header = '// Generated from the options of proto/messenger by "make proto"; do not edit.\n\n';
  return format(header + text, { ...(await resolveConfig(file)), filepath: file });
}

/** What an error may be thrown for: the reasons that a service can give, by owner. */
function reasonsModule(protos: FileRegistry): string {
  const reasons = documentedReasons(protos).filter(({ code }) => code !== undefined);
  const owners = [...new Set(reasons.map(({ owner }) => owner))].sort();
  const consts = owners.map((owner) => ownReasons(owner, reasons));
  const union = owners.map((owner) => `(typeof ${constOf(owner)})[keyof typeof ${constOf(owner)}]`).join(' | ');
  return `${consts.join('\n')}\n/** A reason of the contract, with its gRPC code. */\nexport type ErrorReason = ${union};\n`;
}

function ownReasons(owner: string, reasons: Reason[]): string {
  const entries = reasons
    .filter((reason) => reason.owner === owner)
    .map(({ name, code = '', when }) => `/** ${when} */\n${name}: { code: '${code}', reason: '${name}' },`);
  const whose = owner === 'errors' ? 'Reasons that belong to no single service' : `Reasons of ${owner}-service`;
  return `/** ${whose}. */\nexport const ${constOf(owner)} = {\n${entries.join('\n')}\n} as const;\n`;
}

function constOf(owner: string): string {
  return owner === 'errors' ? 'COMMON_REASONS' : `${owner.toUpperCase()}_REASONS`;
}

/** What the gateway documents its routes with. */
function rpcProblemsModule(protos: FileRegistry): string {
  const problems = [...reasonsByRpc(protos)].map(([name, { method, reasons }]) => {
    const rule = httpRuleOf(method, protos);
    const route = rule && `${rule.pattern.case.toUpperCase()} ${pathOf(rule)}`;
    return [name, { route, problems: namesByStatus(reasons) }];
  });
  const descriptions = Object.fromEntries(documentedReasons(protos).map(({ name, when }) => [name, when]));
  return `/** Reasons to refuse, by HTTP status. */
    export type ProblemsByStatus = Readonly<Record<number, readonly string[]>>;

    /** The reasons that each rpc may refuse with, and the route that it is mapped to, if it is. */
    export const RPC_PROBLEMS = ${JSON.stringify(Object.fromEntries(problems))} as const satisfies Record<string, { route?: string; problems: ProblemsByStatus }>;

    /** When each reason is given. */
    export const REASON_DESCRIPTIONS: Readonly<Record<string, string>> = ${JSON.stringify(descriptions)};
  `;
}

/** What a caller may repeat after a failure. */
function idempotencyModule(protos: FileRegistry): string {
  const paths = (level: IdempotencyLevel): string =>
    JSON.stringify(
      rpcs(protos)
        .filter(({ idempotency }) => idempotency === level)
        .map(grpcPathOf),
    );
  return `/** Paths of the rpcs that change nothing. */
    export const READ_RPCS: ReadonlySet<string> = new Set(${paths(IdempotencyLevel.NO_SIDE_EFFECTS)});

    /** Paths of the rpcs that change nothing more when they are repeated. */
    export const IDEMPOTENT_RPCS: ReadonlySet<string> = new Set(${paths(IdempotencyLevel.IDEMPOTENT)});
  `;
}

function grpcPathOf({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}

function namesByStatus(reasons: Reason[]): Record<number, string[]> {
  const byStatus: Record<number, string[]> = {};
  for (const { status, name } of reasons) byStatus[status] = [...(byStatus[status] ?? []), name];
  return byStatus;
}
