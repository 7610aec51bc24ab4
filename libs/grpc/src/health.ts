import type { sendUnaryData, Server, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { HealthImplementation, service as healthDefinition } from 'grpc-health-check';

type Check = (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<{ status: string }>) => void;

/** Whether the process has what it requires. */
export type IsWell = () => Promise<boolean>;

/** Serves grpc.health.v1 for these services: by it a caller that was left without answers finds out when to call again. */
export function addHealth(server: Server, serviceNames: string[], isWell: IsWell): void {
  const serving = Object.fromEntries(['', ...serviceNames].map((name) => [name, 'SERVING' as const]));
  const addService = (_definition: object, service: UntypedServiceImplementation & { check: Check }): void =>
    server.addService(healthDefinition, { ...service, check: checking(service.check, isWell) });
  new HealthImplementation(serving).addToServer({ addService } as unknown as Server);
}

function checking(check: Check, isWell: IsWell): Check {
  return (call, answer) => {
    isWell().then(
      (well) => (well ? check(call, answer) : answer(null, { status: 'NOT_SERVING' })),
      () => answer(null, { status: 'NOT_SERVING' }),
    );
  };
}
