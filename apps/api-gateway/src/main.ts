import { Readiness } from '@messenger/health';
import { JsonLogger } from '@messenger/logging';
import { drainAtEnd, exitOnStartFailure } from '@messenger/process';
import { RabbitMqConnection } from '@messenger/rabbitmq';
import { startTracing, stopTracing } from '@messenger/tracing';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { config } from './config.js';
import { createHttpAdapter } from './http-adapter.js';
import { setUpHttp } from './http-setup.js';

async function start(): Promise<void> {
  await startTracing(config.app, config.tracing);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createHttpAdapter(), {
    logger: new JsonLogger(config.logging),
    abortOnError: false,
    // Nest's parsers take forms, too.
    bodyParser: false,
  });
  await setUpHttp(app);
  drainAtEnd(app, async () => {
    await app.get(RabbitMqConnection).close();
    await stopTracing();
  });
  await app.init();
  await app.listen(config.http.port, config.http.host);
  app.get(Readiness).serve();
  new Logger(config.app).log(`API on ${config.http.publicUrl}, documentation on ${config.http.publicUrl}/docs`);
}

start().catch(exitOnStartFailure(config.app));
