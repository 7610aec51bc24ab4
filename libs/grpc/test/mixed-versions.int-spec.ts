import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { DtoPipe, GetUserDto } from '@messenger/dto';
import { DomainError, UnavailableError } from '@messenger/errors';
import {
  UserServiceService,
  type GetUserRequest,
  type GetUserResponse,
  type UserService as UserServiceRpcs,
} from '@messenger/proto';
import { freePorts } from '@messenger/stack';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsOptional, IsString } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainExceptionFilter, GrpcChannel, GrpcController, grpcServerOptions } from '../src/index.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const { getUser } = UserServiceService;

/** Field 15 of a message, a string: the newer version has it, the older one does not. */
const NEW_FIELD_TAG = (15 << 3) | 2;

interface NewGetUserRequest extends GetUserRequest {
  locale?: string | undefined;
}

function withNewField(encoded: Buffer, value: string | undefined): Buffer {
  if (value === undefined) return encoded;
  return Buffer.concat([encoded, Buffer.from([NEW_FIELD_TAG, value.length]), Buffer.from(value)]);
}

/** As generated code of the newer version would read it. */
function newFieldOf(encoded: Buffer): string | undefined {
  const start = encoded.indexOf(NEW_FIELD_TAG, 2 + ID.length);
  return start === -1 ? undefined : encoded.subarray(start + 2).toString();
}

/** The rpc as the newer version defines it. */
const newGetUser: MethodDefinition<NewGetUserRequest, GetUserResponse> = {
  ...getUser,
  requestSerialize: (request) => withNewField(getUser.requestSerialize(request), request.locale),
  requestDeserialize: (encoded) => ({ ...getUser.requestDeserialize(encoded), locale: newFieldOf(encoded) }),
};

interface NewGetUser {
  getUser: (request: NewGetUserRequest) => Promise<GetUserResponse>;
}

let received: object | undefined;

function answer(request: object): Promise<GetUserResponse> {
  received = { ...request };
  return Promise.resolve({ user: undefined });
}

@GrpcController({ getUser })
class OldController {
  getUser(@Payload() request: GetUserDto): Promise<GetUserResponse> {
    return answer(request);
  }
}

class NewGetUserDto extends GetUserDto {
  @IsOptional()
  @IsString()
  locale?: string;
}

@GrpcController({ getUser: newGetUser })
class NewController {
  getUser(@Payload() request: NewGetUserDto): Promise<GetUserResponse> {
    return answer(request);
  }
}

class StrictGetUserDto extends GetUserDto {
  @IsString()
  locale!: string;
}

@GrpcController({ getUser: newGetUser })
class StrictController {
  getUser(@Payload() request: StrictGetUserDto): Promise<GetUserResponse> {
    return answer(request);
  }
}

async function startServer(controller: Type, definition: ServiceDefinition, port: number): Promise<INestApplication> {
  @Module({ controllers: [controller] })
  class ServiceModule {}

  const app = await NestFactory.create(ServiceModule, new FastifyAdapter(), { logger: false, abortOnError: false });
  app.useGlobalPipes(new DtoPipe('dropped'));
  app.useGlobalFilters(new DomainExceptionFilter());
  const options = grpcServerOptions({ definitions: [definition], host: '127.0.0.1', port, reflection: false });
  app.connectMicroservice(options, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  return app;
}

describe('between two versions', () => {
  let port: number;
  const running: { close(): unknown }[] = [];

  beforeEach(async () => {
    received = undefined;
    [port = 0] = await freePorts(1);
  });
  afterEach(async () => {
    for (const each of running.splice(0).reverse()) await each.close();
  });

  async function serve(controller: Type, definition: ServiceDefinition): Promise<void> {
    running.push(await startServer(controller, definition, port));
  }

  function clientOf<Rpcs>(definition: ServiceDefinition): GrpcChannel<Rpcs>['rpc'] {
    const channel = new GrpcChannel<Rpcs>(definition, `127.0.0.1:${port}`);
    running.push(channel);
    return channel.rpc;
  }

  it('a call that the older service does not know is UNAVAILABLE, and says so; the others are answered', async () => {
    await serve(OldController, { getUser });
    const newer = clientOf<UserServiceRpcs>(UserServiceService);
    const failure = await newer.searchUsers({ query: 'ada' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnavailableError);
    expect(failure).toMatchObject({
      code: 'UNAVAILABLE',
      reason: 'UNAVAILABLE',
      message: 'The service that answers this does not know the call yet: try again later',
    });
    await expect(newer.getUser({ userId: ID })).resolves.toBeDefined();
  });

  it('a new field of a request is ignored by the older service', async () => {
    await serve(OldController, { getUser });
    const newer = clientOf<NewGetUser>({ getUser: newGetUser });
    await expect(newer.getUser({ userId: ID, locale: 'de' })).resolves.toBeDefined();
    expect(received).toEqual({ userId: ID });
  });

  it('a new field of a request is absent where the older caller asks, and read where the newer one does', async () => {
    await serve(NewController, { getUser: newGetUser });
    await clientOf<UserServiceRpcs>({ getUser }).getUser({ userId: ID });
    expect(received).toEqual({ userId: ID, locale: undefined });
    await clientOf<NewGetUser>({ getUser: newGetUser }).getUser({ userId: ID, locale: 'de' });
    expect(received).toEqual({ userId: ID, locale: 'de' });
  });

  it('a new field that is required refuses every older caller: so it has to be optional', async () => {
    await serve(StrictController, { getUser: newGetUser });
    const failure = await clientOf<UserServiceRpcs>({ getUser })
      .getUser({ userId: ID })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ reason: 'VALIDATION_FAILED', details: { fields: [{ field: 'locale' }] } });
  });

  it('a property that the DTO does not have is dropped, not refused', async () => {
    await serve(OldController, { getUser: newGetUser });
    await clientOf<NewGetUser>({ getUser: newGetUser }).getUser({ userId: ID, locale: 'de' });
    expect(received).toEqual({ userId: ID });
  });

  it('a new field of an answer is ignored by the older caller', async () => {
    const responseSerialize = (response: GetUserResponse): Buffer =>
      withNewField(getUser.responseSerialize(response), 'of the newer version');
    await serve(OldController, { getUser: { ...getUser, responseSerialize } });
    expect(await clientOf<UserServiceRpcs>({ getUser }).getUser({ userId: ID })).toEqual({ user: undefined });
  });
});
