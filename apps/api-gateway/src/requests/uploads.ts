import multipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';

const TAKES_UPLOADS = 'takesUploads';

/** Lets the route read a multipart body, as a stream: the limit of other bodies does not hold for it. */
export const TakesUploads = (): MethodDecorator => RouteConfig({ [TAKES_UPLOADS]: true });

/** Everywhere else a multipart body stays what it is without this: of an unsupported type. */
export async function acceptUploads(app: NestFastifyApplication): Promise<void> {
  await app.register(multipart);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preValidation', (request, _reply, done) => {
    const takesUploads = TAKES_UPLOADS in request.routeOptions.config;
    done(request.isMultipart() && !takesUploads ? new UnsupportedMediaTypeException() : undefined);
  });
}
