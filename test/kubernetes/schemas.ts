import * as cloudNativePg from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1';
import { Ajv } from 'ajv';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import type { Manifest } from './render.js';
import { rabbitmqCluster } from './rabbitmq-cluster.schema.js';

type Model = new (manifest: never) => { validate(): void };

const MODELS: Record<string, object> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  'postgresql.cnpg.io/v1': cloudNativePg,
};

const isRabbitmqCluster = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(rabbitmqCluster);

/** @throws where the manifest is not what its kind may be */
export function validate(manifest: Manifest): void {
  const { apiVersion, kind } = manifest;
  if (apiVersion === 'rabbitmq.com/v1beta1') {
    if (!isRabbitmqCluster(manifest)) throw new Error(JSON.stringify(isRabbitmqCluster.errors));
    return;
  }
  const model = (MODELS[apiVersion] as Record<string, Model> | undefined)?.[kind];
  if (model === undefined) throw new Error(`Nothing knows ${apiVersion} ${kind}`);
  new model(manifest as never).validate();
}
