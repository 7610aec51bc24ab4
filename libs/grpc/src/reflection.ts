import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** Both lie in a checkout; an image has neither the contract's sources nor their compiler, and needs none. */
const CONTRACT = 'proto';
const BUF = 'node_modules/.bin/buf';

/** Serves gRPC reflection of these services, where the contract's sources are. */
export function addReflection(server: Server, serviceNames: string[]): void {
  if (!existsSync(CONTRACT) || !existsSync(BUF)) return;
  new ReflectionService(compileContract(), { services: serviceNames }).addToServer(server);
}

/**
 * Compiled by buf: what @grpc/proto-loader makes of a file forgets what that file imports, and grpcurl then finds none of
 * its types (https://github.com/grpc/grpc-node/issues/3034).
 */
function compileContract(): PackageDefinition {
  const set = execFileSync(BUF, ['build', CONTRACT, '--exclude-source-info', '-o', '-#format=binpb']);
  const files = fromBinary(FileDescriptorSetSchema, set).file;
  const fileDescriptorProtos = files.map((file) => Buffer.from(toBinary(FileDescriptorProtoSchema, file)));
  // All that reflection reads of a definition.
  return { contract: { fileDescriptorProtos } } as unknown as PackageDefinition;
}
