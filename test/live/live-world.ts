import type { AppProcess } from '@messenger/stack';
import type { World } from '../support/world.js';
import { Api } from '../support/api.js';
import { aChat, anotherDeviceOf, type Person } from '../support/people.js';
import { Device } from '../support/device.js';

/** Two gateways on one stack, and a third whose access tokens live for seconds. */
export class LiveWorld {
  private readonly devices: Device[] = [];

  private constructor(
    readonly world: World,
    readonly gateways: readonly [one: string, other: string],
    readonly shortLived: Api,
  ) {}

  static async over(world: World): Promise<LiveWorld> {
    const { stack } = world;
    const [second, auth] = await Promise.all([
      stack.startSecond('api-gateway'),
      stack.startSecond('auth-service', { ACCESS_TOKEN_LIFE: '3' }),
    ]);
    const third = await stack.startSecond('api-gateway', { AUTH_GRPC_URL: `127.0.0.1:${auth.env.GRPC_PORT}` });
    const urlOf = ({ env }: { env: Record<string, string> }) => `http://127.0.0.1:${env.PORT}`;
    return new LiveWorld(world, [stack.gatewayUrl, urlOf(second)], new Api(urlOf(third)));
  }

  get api(): Api {
    return this.world.api;
  }

  /** One more, for a test that breaks it. */
  async anotherGateway(env: Record<string, string> = {}): Promise<{ url: string; app: AppProcess }> {
    const app = await this.world.stack.startSecond('api-gateway', env);
    return { url: `http://127.0.0.1:${app.env.PORT}`, app };
  }

  /** Live on one of the two gateways; ended with the rest. */
  async device({ accessToken }: Person, gateway: 0 | 1 = 0, cursor: string | null = null): Promise<Device> {
    return this.keep(await Device.live(this.gateways[gateway], accessToken, cursor));
  }

  keep(device: Device): Device {
    this.devices.push(device);
    return device;
  }

  /** Two friends with two devices each, one on each gateway. */
  async twoWithTwo(): Promise<{ ada: Person; grace: Person; chatId: string; devices: Record<string, Device> }> {
    const { ada, grace, chatId } = await aChat(this.api);
    await this.world.everythingPublished();
    const [ada1, ada2, grace1, grace2] = await Promise.all([
      this.device(ada, 0),
      this.device(await anotherDeviceOf(this.api, ada), 1),
      this.device(grace, 1),
      this.device(await anotherDeviceOf(this.api, grace), 0),
    ]);
    return { ada, grace, chatId, devices: { ada1, ada2, grace1, grace2 } };
  }

  async stop(): Promise<void> {
    for (const device of this.devices) device.cut();
    await this.world.stop();
  }
}
