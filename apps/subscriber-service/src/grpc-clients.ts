/** Injects the `RpcClient<AuthService & AdminService>`. */
export const AUTH_CLIENT = Symbol('AUTH_CLIENT');

/** Injects the `RpcClient<UserService>`. */
export const USER_CLIENT = Symbol('USER_CLIENT');
