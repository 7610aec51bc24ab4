/** Injects the `RpcClient<AuthService>`. */
export const AUTH_CLIENT = Symbol('AUTH_CLIENT');
