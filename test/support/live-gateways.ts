import type { AppProcess, Env } from '@messenger/stack';
import { onTestFinished } from 'vitest';
import { Api } from './api.js';
import { LiveDevice } from './live-device.js';
import { aChat, anotherDeviceOf, type Person } from './people.js';
import type { TestStack } from './test-stack.js';

/** Two gateways on one stack, and a third whose access tokens live for three seconds. */
export class LiveGateways {
  private constructor(
    readonly stack: TestStack,
    readonly urls: readonly [one: string, other: string],
    /** The API of the third gateway. */
    readonly shortLived: Api,
    private readonly seconds: AppProcess[],
  ) {}

  static async over(stack: TestStack): Promise<LiveGateways> {
    const [second, auth] = await Promise.all([
      stack.startSecond('api-gateway'),
      stack.startSecond('auth-service', { ACCESS_TOKEN_TTL_SECONDS: '3' }),
    ]);
    const third = await stack.startSecond('api-gateway', { AUTH_GRPC_URL: `127.0.0.1:${auth.env.GRPC_PORT}` });
    return new LiveGateways(stack, [stack.api.url, urlOf(second)], new Api(urlOf(third)), [second, auth, third]);
  }

  get api(): Api {
    return this.stack.api;
  }

  /** Brings back what a test has left dead or broken. */
  async restore(): Promise<void> {
    await this.stack.restore();
    await Promise.all(this.seconds.filter(({ pid }) => pid === undefined).map((app) => app.start()));
    await Promise.all(this.seconds.map((app) => app.whole()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.seconds.map((app) => app.stop()));
  }

  /** One more, for a test that breaks it. */
  async anotherGateway(env: Env = {}): Promise<{ url: string; app: AppProcess }> {
    const app = await this.stack.startSecond('api-gateway', env);
    onTestFinished(() => app.stop());
    return { url: urlOf(app), app };
  }

  /** Live on one of the two gateways until the test ends. */
  async device({ accessToken }: Person, gateway: 0 | 1 = 0, cursor: string | null = null): Promise<LiveDevice> {
    return LiveDevice.live(this.urls[gateway], accessToken, cursor);
  }

  /** Two friends with two devices each, one on each gateway. */
  async twoWithTwo(): Promise<{ ada: Person; grace: Person; chatId: string; devices: Record<string, LiveDevice> }> {
    const { ada, grace, chatId } = await aChat(this.api);
    await this.stack.everythingPublished();
    const [ada1, ada2, grace1, grace2] = await Promise.all([
      this.device(ada, 0),
      this.device(await anotherDeviceOf(this.api, ada), 1),
      this.device(grace, 1),
      this.device(await anotherDeviceOf(this.api, grace), 0),
    ]);
    return { ada, grace, chatId, devices: { ada1, ada2, grace1, grace2 } };
  }
}

function urlOf({ env }: AppProcess): string {
  return `http://127.0.0.1:${env.PORT}`;
}
