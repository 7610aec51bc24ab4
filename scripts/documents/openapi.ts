import { loadEnvFile } from 'node:process';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The gateway's OpenAPI document, of the code alone: in preview Nest instantiates nothing, so nothing connects. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  // The gateway does not start without its settings; the document shows none of them.
  loadEnvFile('.env.example');
  const { AppModule } = await import('../../apps/api-gateway/src/app.module.js');
  const { createOpenApiDocument } = await import('../../apps/api-gateway/src/openapi/openapi.js');
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return createOpenApiDocument(app, 'http://127.0.0.1:3000');
}
