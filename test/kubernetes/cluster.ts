import type { AppName } from '@messenger/stack';
import { everything, type Manifest } from './render.js';

/** The pods that a manifest starts. */
export interface Pods {
  /** Of the folder or script that it is rendered from. */
  from: string;
  name: string;
  kind: string;
  manifest: Manifest;
  labels: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Manifest
  spec: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Manifest
  container: any;
}

/** Everything as it would be in a cluster. */
export class Cluster {
  readonly pods: Pods[];

  private static whole?: Promise<Cluster>;

  private constructor(readonly manifests: Map<string, Manifest[]>) {
    this.pods = [...manifests].flatMap(([from, all]) =>
      all
        .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
        .map((manifest) => podsOf(from, manifest)),
    );
  }

  /** Rendered once for all files that the worker runs. */
  static rendered(): Promise<Cluster> {
    Cluster.whole ??= everything().then((manifests) => new Cluster(manifests));
    return Cluster.whole;
  }

  all(from: string, kind?: string): Manifest[] {
    return this.manifests.get(from)!.filter((manifest) => kind === undefined || manifest.kind === kind);
  }

  podsIn(from: string, kind?: string): Pods[] {
    return this.pods.filter((pods) => pods.from === from && (kind === undefined || pods.kind === kind));
  }

  named(from: string, kind: string, name: string): Manifest {
    return this.all(from, kind).find(({ metadata }) => metadata.name === name)!;
  }

  /** The labels of an app's pods as one of its releases. */
  labelsOf(app: AppName, release: string): Record<string, string> {
    const name = release === 'stable' ? app : `${app}-${release}`;
    return this.pods.find((pods) => pods.from === 'releases' && pods.name === name)!.labels;
  }
}

export function matches(labels: Record<string, string>, selector: Record<string, string> = {}): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

function podsOf(from: string, manifest: Manifest): Pods {
  const { metadata, spec } = manifest.spec.template;
  const [container] = spec.containers;
  return {
    from,
    name: manifest.metadata.name,
    kind: manifest.kind,
    manifest,
    labels: metadata.labels,
    spec,
    container,
  };
}
