import { existsSync } from 'node:fs';
import type { Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** Where the contract and what it imports lie in a checkout; an image has neither, and needs none. */
const INCLUDE_DIRS = ['proto', 'node_modules/google-proto-files'];

/** Serves gRPC reflection from the contract's sources, where there are any. */
export function addReflection(server: Server, serviceName: string): void {
  const file = `${serviceName.split('.').slice(0, -1).join('/')}/${snakeCase(serviceName.split('.').at(-1) ?? '')}.proto`;
  if (!existsSync(`proto/${file}`)) return;
  new ReflectionService(loadSync(file, { includeDirs: INCLUDE_DIRS })).addToServer(server);
}

function snakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
