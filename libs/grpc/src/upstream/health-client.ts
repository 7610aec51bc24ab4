import { status as Status, type Client, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { service as healthDefinition } from 'grpc-health-check';

/** `unwell`: it says so, or is not there; `silent`: it does not answer. */
export type Health = 'well' | 'unwell' | 'silent';

const { requestSerialize, responseDeserialize, path } = healthDefinition.Check as MethodDefinition<
  { service: string },
  { status: string }
>;

/** Asks a service whether it can work (grpc.health.v1). Never rejects. */
export function askHealth(client: Client, withinMs: number): Promise<Health> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service: '' },
      { deadline: Date.now() + withinMs },
      (error, answer) => resolve(error === null ? healthOf(answer?.status) : healthOfFailure(error)),
    );
  });
}

function healthOf(status: string | undefined): Health {
  return status === 'SERVING' ? 'well' : 'unwell';
}

/** What does not know the question is alive. */
function healthOfFailure({ code }: ServiceError): Health {
  if (code === Status.UNIMPLEMENTED) return 'well';
  return code === Status.DEADLINE_EXCEEDED ? 'silent' : 'unwell';
}
