import { existsSync } from 'node:fs';
import type { Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** Where the contract and what it imports lie in a checkout; an image has neither, and needs none. */
const INCLUDE_DIRS = ['proto', 'node_modules/google-proto-files'];

/** Serves gRPC reflection from the contract's sources, where there are any. */
export function addReflection(server: Server, serviceNames: string[]): void {
  const files = serviceNames.map(fileOf).filter((file) => existsSync(`proto/${file}`));
  if (files.length === 0) return;
  new ReflectionService(loadSync(files, { includeDirs: INCLUDE_DIRS })).addToServer(server);
}

/** `messenger/auth/v1/auth_service.proto`, from `messenger.auth.v1.AuthService`. */
function fileOf(serviceName: string): string {
  const path = serviceName.split('.');
  return `${path.slice(0, -1).join('/')}/${snakeCase(path.at(-1) ?? '')}.proto`;
}

function snakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
