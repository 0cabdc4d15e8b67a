import { request } from 'node:http';
import { roles } from '@halosync/contracts';
import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';
import { apiControllers } from '../controllers';
import { routesOf } from '../openapi/routes-of';
import { mayActAs } from './role';

jest.setTimeout(60_000);

const NO_ID = '00000000-0000-0000-0000-000000000000';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());

describe('who may call what', () => {
  const routes = routesOf(apiControllers);
  const path = (route: { path: string }): string => route.path.replace(/:\w+/g, NO_ID);

  it.each(
    routes.filter(({ role }) => role !== 'public').map((route) => [`${route.method} ${route.path}`, route] as const),
  )('%s', async (_name, route) => {
    expect((await ApiClient.nobody(gateway).call(route.method, path(route))).status).toBe(401);
    for (const role of roles) {
      const { status, body } = await (
        await ApiClient.withKey(gateway, role)
      ).call(route.method, path(route), route.method === 'GET' ? undefined : {});
      const isAllowed = route.role !== undefined && route.role !== 'public' && mayActAs(role, route.role);
      if (isAllowed) expect([401, 403]).not.toContain(status);
      else expect({ status, code: body['code'] }).toEqual({ status: 403, code: 'forbidden' });
    }
  });

  it.each([
    '//api/v1/connections',
    '/api//v1/connections',
    '/api/v1/connections;x',
    '/api/v1/%63onnections',
    '/api/v1/connections/',
    '/api/v1/./connections',
    '/api/%2e%2e/api/v1/connections',
    'http://x.example/api/v1/connections',
    '/API/v1/connections',
  ])('no spelling of a path opens it: %s', async (spelling) => {
    for (const method of ['GET', 'HEAD', 'POST']) expect([401, 404]).toContain(await statusOf(method, spelling));
  });

  it.each(['/%', '/%ff%zz', '/api/v1/connections/%E0%A4%A'])(
    'a path that cannot be read is refused in words: %s',
    async (spelling) => {
      expect([400, 401, 404]).toContain(await statusOf('GET', spelling));
    },
  );

  async function statusOf(method: string, target: string): Promise<number> {
    const { hostname, port } = new URL(gateway.url);
    return new Promise((resolve, reject) => {
      const call = request({ method, path: target, hostname, port }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end();
    });
  }
});
