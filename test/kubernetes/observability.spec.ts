import { execFileSync } from 'node:child_process';
import { APP_NAMES } from '@messenger/stack';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { alertRules } from '../support/alert-rules.js';
import { Cluster } from './cluster.js';
import { scriptEnv, type Manifest } from './render.js';

const text = execFileSync('test/kubernetes/bin/kubectl', ['kustomize', 'test/kubernetes/observed'], {
  env: scriptEnv(),
  encoding: 'utf8',
});
const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
const cluster = await Cluster.rendered();
const ofKind = (kind: string): Manifest => manifests.find((manifest) => manifest.kind === kind)!;

it('scrapes every app under its name, on the admin port', () => {
  const { selector, podMetricsEndpoints } = ofKind('PodMonitor').spec;
  expect(selector).toEqual({ matchExpressions: [{ key: 'release', operator: 'Exists' }] });
  const released = cluster.podsIn('local').filter(({ labels }) => 'release' in labels);
  expect(released.map(({ name }) => name).sort()).toEqual([...APP_NAMES].sort());
  expect(cluster.podsIn('local', 'Job').filter(({ labels }) => 'release' in labels)).toEqual([]);
  expect(podMetricsEndpoints).toHaveLength(1);
  expect(podMetricsEndpoints[0].port).toBe('admin');
  const labels = (podMetricsEndpoints[0].relabelings as { targetLabel: string }[]).map(
    ({ targetLabel }) => targetLabel,
  );
  // As the rules and the dashboards ask for them.
  expect(labels).toEqual(['job', 'app']);
});

it('lets every app, and nothing else, send traces to the namespace that scrapes it', () => {
  const { podSelector, egress, policyTypes } = ofKind('NetworkPolicy').spec;
  expect(podSelector).toEqual(ofKind('PodMonitor').spec.selector);
  expect(policyTypes).toEqual(['Egress']);
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } };
  expect(egress).toEqual([{ to: [{ namespaceSelector }], ports: [{ port: 4318 }] }]);
});

it('has the alert rules', () => {
  const groups = ofKind('PrometheusRule').spec.groups as { rules: { alert?: string }[] }[];
  const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
  expect(alerts).toEqual(alertRules().map(({ alert }) => alert));
});
