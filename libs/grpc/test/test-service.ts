import { DtoPipe, GetUserDto } from '@messenger/dto';
import { UserServiceService, type Complete, type GetUserResponse, type UserService } from '@messenger/proto';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  DomainExceptionFilter,
  GrpcController,
  grpcServerOptions,
  type GrpcServerOptions,
  type RpcHandlers,
} from '../src/index.js';

export type Answer = (userId: string) => Promise<Complete<GetUserResponse>>;

export const nobody: Answer = () => Promise.resolve({ user: undefined });

/** What the servers answer with, and say of themselves; each test sets its own. */
export const service = { answer: nobody, isWell: () => Promise.resolve(true) };

/** As much of user-service as is called here. */
const definition = { getUser: UserServiceService.getUser };

@GrpcController(definition)
class TestController implements RpcHandlers<Pick<UserService, 'getUser'>> {
  // A parameter without any decorator has no type at run time, and would not be validated.
  getUser(@Payload() { userId }: GetUserDto): Promise<Complete<GetUserResponse>> {
    return service.answer(userId);
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

/** A gRPC server as the services have it. */
export async function startServer(port: number, options: Partial<GrpcServerOptions> = {}): Promise<INestApplication> {
  const app = await NestFactory.create(TestModule, new FastifyAdapter(), { logger: false, abortOnError: false });
  app.useGlobalPipes(new DtoPipe('dropped'));
  app.useGlobalFilters(new DomainExceptionFilter());
  const isWell = (): Promise<boolean> => service.isWell();
  const transport = grpcServerOptions({
    ...{ definitions: [definition], host: '127.0.0.1', port, reflection: true, isWell },
    ...options,
  });
  app.connectMicroservice(transport, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
