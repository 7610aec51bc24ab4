import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { ServerDuplexStream, Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** Both lie in a checkout; an image has neither the contract's sources nor their compiler, and needs none. */
const CONTRACT = 'proto';
const BUF = 'node_modules/.bin/buf';

type Version = [definition: ServiceDefinition, implementation: UntypedServiceImplementation];

/** Serves gRPC reflection of these services, where the contract's sources are. */
export function addReflection(server: Server, serviceNames: string[]): void {
  if (!existsSync(CONTRACT) || !existsSync(BUF)) return;
  let versions: Version[] | undefined;
  // Compiled at the first request: most processes never see one.
  const implementation = (index: number) => (versions ??= versionsOf(compileContract(), serviceNames))[index]?.[1];
  versionsOf({}, []).forEach(([definition], index) => {
    const ServerReflectionInfo = (call: ServerDuplexStream<unknown, unknown>): void =>
      (implementation(index)?.ServerReflectionInfo as typeof ServerReflectionInfo)(call);
    server.addService(definition, { ServerReflectionInfo });
  });
}

/** The versions of the reflection protocol, as services of their own. */
function versionsOf(contract: PackageDefinition, serviceNames: string[]): Version[] {
  const versions: Version[] = [];
  const collector = { addService: (...version: Version) => versions.push(version) } as unknown as Server;
  new ReflectionService(contract, { services: serviceNames }).addToServer(collector);
  return versions;
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
