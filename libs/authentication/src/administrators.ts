import type { RpcClient } from '@messenger/grpc';
import type { AdminService } from '@messenger/proto';

/** Injects the Administrators. */
export const ADMINISTRATORS = Symbol('ADMINISTRATORS');

/** What auth-service knows of administrators, and its audit log: asked in the caller's name. */
export type Administrators = Pick<RpcClient<AdminService>, 'checkAdmin' | 'recordAct'>;
