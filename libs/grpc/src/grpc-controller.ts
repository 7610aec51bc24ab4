import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { applyDecorators, Controller } from '@nestjs/common';
import type { Complete } from '@messenger/proto';
import { Reflector } from '@nestjs/core';
import { GrpcMethod, Payload } from '@nestjs/microservices';

/**
 * The rpcs of a generated service as a controller answers them; what Nest's decorators pass in comes after the request.
 * A response has every key, also in its messages: a new field is a compile error where no mapper sets it.
 * The validated DTO may be narrower than the message: a method's parameters allow that, a function's do not.
 */
export type RpcHandlers<Service> = {
  [Rpc in keyof Service]: Service[Rpc] extends (request: infer Request) => Promise<infer Response>
    ? // eslint-disable-next-line @typescript-eslint/no-explicit-any -- parameters by decorators are of any type
      { handle(request: Request, ...decorated: any[]): Promise<Complete<Response>> }['handle']
    : never;
};

/** `messenger.auth.v1.AuthService`, from the path of its rpcs. */
export function serviceNameOf(definition: ServiceDefinition): string {
  const [first] = Object.values(definition);
  return first?.path.split('/')[1] ?? '';
}

/** For a handler that validates its request itself, as one whose items fail each by itself. */
export const ValidatedByHandler = Reflector.createDecorator<true>({ transform: () => true });

/** The class that a handler's request is validated by; undefined where its type is none, or unknown at run time. */
function requestClassOf(prototype: object, rpc: string): unknown {
  const [request] = (Reflect.getMetadata('design:paramtypes', prototype, rpc) ?? []) as unknown[];
  return request === Object ? undefined : request;
}

function hasFields(method: MethodDefinition<unknown, unknown> | undefined): boolean {
  return Object.keys(method?.requestDeserialize(Buffer.alloc(0)) ?? {}).length > 0;
}

/** A controller whose methods of the rpcs' names answer them. */
export function GrpcController(definition: ServiceDefinition): ClassDecorator {
  return applyDecorators(Controller(), (target: { prototype: object }) => {
    for (const rpc of Object.keys(definition)) {
      const descriptor = Object.getOwnPropertyDescriptor(target.prototype, rpc);
      if (descriptor === undefined) throw new Error(`${serviceNameOf(definition)} lacks a handler for ${rpc}`);
      GrpcMethod(serviceNameOf(definition), rpc)(target.prototype, rpc, descriptor);
      const validatesItself = Reflect.hasMetadata(ValidatedByHandler.KEY, descriptor.value as object);
      if (!validatesItself && hasFields(definition[rpc]) && requestClassOf(target.prototype, rpc) === undefined) {
        throw new Error(
          `${serviceNameOf(definition)}'s handler for ${rpc} would validate nothing: its request needs @Payload(), and a DTO as its type`,
        );
      }
      // Beside a decorated parameter, Nest passes only decorated ones.
      Payload()(target.prototype, rpc, 0);
    }
  });
}
