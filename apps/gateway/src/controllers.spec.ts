import 'reflect-metadata';
import { Controller, Get } from '@nestjs/common';
import { assertRoles } from './accounts/assert-roles';
import { Role } from './accounts/role';
import { apiControllers, controllers } from './controllers';
import { routesOf } from './openapi/routes-of';

describe('the routes', () => {
  const routes = routesOf(controllers);

  it('each say who may call them', () => {
    expect(routes.filter(({ role }) => role === undefined)).toEqual([]);
    expect(() => assertRoles(controllers)).not.toThrow();
  });

  it('one that does not stops the start', () => {
    @Controller('open')
    class OpenController {
      @Get('door')
      read(): string {
        return '';
      }
    }
    expect(() => assertRoles([...controllers, OpenController])).toThrow('GET /open/door');
  });

  it('a role of the class holds for its routes, one of the route comes first', () => {
    @Controller('mixed')
    @Role('viewer')
    class MixedController {
      @Get('a')
      a(): void {
        return undefined;
      }

      @Get('b')
      @Role('admin')
      b(): void {
        return undefined;
      }
    }
    expect(routesOf([MixedController]).map(({ path, role }) => [path, role])).toEqual([
      ['/mixed/a', 'viewer'],
      ['/mixed/b', 'admin'],
    ]);
  });

  it('open to everybody are few', () => {
    const open = routes.filter(({ role }) => role === 'public').map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'GET /api/openapi.json',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'POST /api/v1/session',
      'POST /api/v1/setup',
    ]);
  });

  it('of the API are all described', () => {
    expect(routesOf(apiControllers).filter(({ operation }) => operation === undefined)).toEqual([]);
  });
});
