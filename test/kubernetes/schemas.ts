import * as cloudNativePg from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1';
import { Ajv, type ValidateFunction } from 'ajv';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { certificate, issuer } from './cert-manager.schema.js';
import { gateway, httpRoute } from './gateway-api.schema.js';
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

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** Kinds of others, of which no models are installed. */
const WRITTEN_HERE: Record<string, ValidateFunction> = {
  RabbitmqCluster: ajv.compile(rabbitmqCluster),
  Gateway: ajv.compile(gateway),
  HTTPRoute: ajv.compile(httpRoute),
  Issuer: ajv.compile(issuer),
  Certificate: ajv.compile(certificate),
};

/** Whether the compiler knows what a kind has. */
export function hasModel({ kind }: Manifest): boolean {
  return WRITTEN_HERE[kind] === undefined;
}

/** @throws where the manifest is not what its kind may be */
export function validate(manifest: Manifest): void {
  const { apiVersion, kind } = manifest;
  const isValid = WRITTEN_HERE[kind];
  if (isValid !== undefined) {
    if (!isValid(manifest)) throw new Error(JSON.stringify(isValid.errors));
    return;
  }
  const model = (MODELS[apiVersion] as Record<string, Model> | undefined)?.[kind];
  if (model === undefined) throw new Error(`Nothing knows ${apiVersion} ${kind}`);
  new model(manifest as never).validate();
}
