import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { scriptEnv, type Manifest } from './render.js';

const run = promisify(execFile);

/** Renders an overlay of somebody else's, who has this repository as a remote base. */
async function rendered(lines: string): Promise<Manifest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-outside-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: chat\n';
  const path = join(folder, 'kustomization.yaml');
  writeFileSync(path, `${head}${lines.replaceAll('REPOSITORY', `file://${process.cwd()}/`)}`);
  const env = scriptEnv({ HOME: folder });
  const { stdout } = await run('test/kubernetes/bin/kubectl', ['kustomize', folder], {
    env,
    maxBuffer: 16 * 1024 * 1024,
  });
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
}

it('an overlay elsewhere takes the manifests by a reference of git, with its own registry, version and host', async () => {
  const manifests = await rendered(`resources: ['REPOSITORY/k8s/overlays/production?ref=HEAD']
images: [{ name: registry.example.com/messenger/chat-service, newName: registry.mine.net/chat-service, newTag: 9.9.9 }]
patches:
  - target: { kind: HTTPRoute, name: api-gateway }
    patch: |-
      - op: replace
        path: /spec/hostnames
        value: [chat.mine.net]
`);
  const named = (kind: string, name: string) =>
    manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)!;
  expect(named('Deployment', 'chat-service').spec.template.spec.containers[0].image).toBe(
    'registry.mine.net/chat-service:9.9.9',
  );
  expect(named('HTTPRoute', 'api-gateway').spec.hostnames).toEqual(['chat.mine.net']);
  expect(named('Namespace', 'chat')).toBeDefined();
}, 60_000);
