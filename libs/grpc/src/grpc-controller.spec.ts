import { UserServiceService } from '@messenger/proto';
import { describe, expect, it } from 'vitest';
import { GrpcController } from './grpc-controller.js';

describe('a controller', () => {
  it('has a handler for each rpc of its service', () => {
    expect(() => {
      @GrpcController(UserServiceService)
      class Incomplete {}
      return Incomplete;
    }).toThrow('messenger.user.v1.UserService lacks a handler for getMe');
  });

  it.each([
    ['no decorator', undefined],
    ['the generated type', Object],
  ])('validates each request: not by %s', (_how, type) => {
    const { getAvatar } = UserServiceService;
    class Handlers {
      getAvatar(request: unknown): unknown {
        return request;
      }
    }
    if (type !== undefined) Reflect.defineMetadata('design:paramtypes', [type], Handlers.prototype, 'getAvatar');
    expect(() => GrpcController({ getAvatar })(Handlers)).toThrow('getAvatar would validate nothing');
  });
});
