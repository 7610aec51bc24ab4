import { eventually } from '@messenger/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Api } from '../../support/api.js';
import { LoneGateway } from '../../support/lone-gateway.js';
import { RawConnection } from '../../support/raw-connection.js';

describe('a gateway', () => {
  it('listens on :: for IPv6 and IPv4', async () => {
    const gateway = await LoneGateway.start({ HTTP_HOST: '::' });
    onTestFinished(() => gateway.stop());
    for (const host of ['127.0.0.1', '[::1]']) {
      expect((await new Api(`http://${host}:${gateway.port}`).get('/v1/users/me')).status, host).toBe(401);
    }
  });

  it('refuses new connections before it runs out of descriptors, says so, and goes on with the old ones', async () => {
    const limited = await LoneGateway.start({}, ['prlimit', '--nofile=400:600']);
    onTestFinished(() => limited.stop());
    const old = await RawConnection.open(limited.port);
    // Raised to the hard limit: 600, of which 64 are not for clients.
    const others = await Promise.all(Array.from({ length: 620 }, () => RawConnection.open(limited.port)));
    await eventually(() => expect(others.filter(({ ended }) => ended)).toHaveLength(620 + 1 - (600 - 64)));
    const [answer] = await old.request(['GET /v1/users/me HTTP/1.1', 'Host: localhost']).answered();
    expect(answer?.status).toBe(401);
    expect(limited.log).toContain('the limit on open files is reached');
    expect(await (await fetch(`${limited.app.adminUrl}/metrics`)).text()).toMatch(
      /http_connections_cut_total\{limit="descriptors"\} [1-9]/,
    );
  });

  it('refuses an address that has too many connections, and not a proxy that is declared', async () => {
    const count = async (env: Record<string, string>) => {
      const gateway = await LoneGateway.start({ MAX_CONNECTIONS_PER_ADDRESS: '5', ...env });
      onTestFinished(() => gateway.stop());
      const connections = await Promise.all(Array.from({ length: 12 }, () => RawConnection.open(gateway.port)));
      const asked = connections.map((connection) =>
        connection.request(['GET /v1/users/me HTTP/1.1', 'Host: localhost']),
      );
      return () => asked.filter(({ answers }) => answers[0]?.status === 401).length;
    };
    const [direct, proxied] = [await count({}), await count({ TRUSTED_PROXIES: '127.0.0.0/8' })];
    await eventually(() => expect([direct(), proxied()]).toEqual([5, 12]));
  });
});
