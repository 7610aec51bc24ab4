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
});
