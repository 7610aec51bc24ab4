import { APP_NAMES, CALLS, grpcUrlName, ROLES, type AppName } from '@messenger/stack';
import packageJson from '../../package.json' with { type: 'json' };
import { callersOf, GENERATED, secretOf } from './declared.js';

/** Manifests that are made of the declaration of the services alone, and how. */
export const KUBERNETES_FILES: Record<string, () => string> = {
  'k8s/base/kustomization.yaml': baseKustomization,
  'k8s/overlays/local/postgres-roles.yaml': localRoles,
  'k8s/overlays/production/postgres-roles.yaml': productionRoles,
  ...forEachApp('k8s/base/<app>/calls.env', addresses),
  ...forEachApp('k8s/base/<app>/calls.yaml', arrows),
  ...forEachApp('k8s/blue-green/previews/<app>.yaml', preview),
};

function forEachApp(path: string, make: (app: AppName) => string): Record<string, () => string> {
  return Object.fromEntries(APP_NAMES.map((app) => [path.replace('<app>', app), () => make(app)]));
}

function baseKustomization(): string {
  const images = APP_NAMES.map((app) => `  - name: messenger/${app}\n    newTag: ${packageJson.version}\n`);
  return `# ${GENERATED}
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: messenger
resources:
${['namespace.yaml', 'network-policies.yaml', 'postgres', 'rabbitmq', ...APP_NAMES].map((name) => `  - ${name}\n`).join('')}labels:
  - pairs:
      app.kubernetes.io/part-of: messenger
images:
${images.join('')}`;
}

/** Where an app finds those that it calls. */
function addresses(app: AppName): string {
  const lines = CALLS[app].map((callee) => `${grpcUrlName(callee)}=dns:///${callee}:50051\n`);
  return `# ${GENERATED}\n${lines.join('')}`;
}

/** Lets an app call, and be called by, those that are declared. */
function arrows(app: AppName): string {
  const rules = [arrow('ingress', 'from', callersOf(app)), arrow('egress', 'to', CALLS[app])];
  return `# ${GENERATED}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${app}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${app}
  policyTypes: [Ingress, Egress]
${rules.join('')}`;
}

function arrow(direction: string, peers: string, apps: readonly AppName[]): string {
  if (apps.length === 0) return '';
  const selectors = apps.map((app) => `        - podSelector: { matchLabels: { app.kubernetes.io/name: ${app} } }\n`);
  return `  ${direction}:\n    - ${peers}:\n${selectors.join('')}      ports: [{ port: 50051 }]\n`;
}

function localRoles(): string {
  const sources = ROLES.map(
    (role) => `- { secret: { name: ${secretOf(role)}, items: [{ key: password, path: ${role} }] } }`,
  );
  return `# ${GENERATED}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  template:
    spec:
      volumes:
        - name: passwords
          projected:
            sources:
${sources.map((line) => `              ${line}\n`).join('')}`;
}

function productionRoles(): string {
  const roles = ROLES.map(
    (role) => `- { name: ${role}, ensure: present, login: true, passwordSecret: { name: ${secretOf(role)} } }`,
  );
  return `# ${GENERATED}
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: postgres
spec:
  managed:
    roles:
${roles.map((line) => `      ${line}\n`).join('')}`;
}

function preview(app: AppName): string {
  const [name, port] = app === 'api-gateway' ? ['http', 80] : ['grpc', 50_051];
  return `# The colour that is not live yet, for the smoke test; blue-green-deploy says which one.
# ${GENERATED}
apiVersion: v1
kind: Service
metadata:
  name: ${app}-preview
  namespace: messenger
spec:
  ipFamilyPolicy: PreferDualStack
  selector:
    app.kubernetes.io/name: ${app}
    release: none
  ports:
    - name: ${name}
      port: ${port}
      targetPort: ${name}
`;
}
