import { loadEnvFile } from 'node:process';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The gateway's OpenAPI document, of the code alone. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const app = await previewGateway();
  const { createOpenApiDocument } = await import('../../apps/api-gateway/src/openapi/openapi.js');
  return createOpenApiDocument(app, 'http://127.0.0.1:3000');
}

/** The gateway as its code declares it: in preview Nest instantiates nothing, so nothing connects. */
export async function previewGateway(): Promise<INestApplication> {
  // The gateway does not start without its settings; no document shows any of them.
  loadEnvFile('.env.example');
  const { AppModule } = await import('../../apps/api-gateway/src/app.module.js');
  return NestFactory.create(AppModule, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
}
