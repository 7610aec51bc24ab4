import multipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';

const TAKES_UPLOADS = 'takesUploads';

/** Lets the route read a multipart body as a stream, without the size limit of other bodies. */
export const TakesUploads = (): MethodDecorator => RouteConfig({ [TAKES_UPLOADS]: true });

/** Registers the multipart parser. Routes without @TakesUploads() go on answering 415. */
export async function acceptUploads(app: NestFastifyApplication): Promise<void> {
  await app.register(multipart);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preValidation', (request, _reply, done) => {
    const takesUploads = TAKES_UPLOADS in request.routeOptions.config;
    done(request.isMultipart() && !takesUploads ? new UnsupportedMediaTypeException() : undefined);
  });
}
