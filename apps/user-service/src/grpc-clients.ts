/** Injects the `RpcClient<AuthService & AdminService>`. */
export const AUTH_CLIENT = Symbol('AUTH_CLIENT');
