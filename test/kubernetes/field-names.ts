import ts from 'typescript';
import type { Manifest } from './render.js';

/** The models' schemas let a field pass that does not exist: the compiler does not, where it sees a literal. */
const MODELS: Record<string, string> = {
  v1: 'kubernetes-models/v1',
  'postgresql.cnpg.io/v1': '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1',
};
const FILE = 'test/kubernetes/manifests.generated.ts';

/** What the compiler says of fields that are unknown, missing or of the wrong type. */
export function complaints(manifests: Manifest[]): string[] {
  const source = manifests.map(asConstant).join('\n');
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], ...RESOLUTION };
  const host = ts.createCompilerHost(options);
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === FILE ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2023) : original(name, ...rest);
  const program = ts.createProgram([FILE], options, host);
  const wrong = program.getSemanticDiagnostics(program.getSourceFile(FILE));
  return wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const RESOLUTION = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };

function asConstant(manifest: Manifest, index: number): string {
  const { apiVersion, kind } = manifest;
  const type = `import('${MODELS[apiVersion] ?? `kubernetes-models/${apiVersion}`}/${kind}').I${kind}`;
  return `const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
}
