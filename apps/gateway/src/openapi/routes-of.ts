import type { Type } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ROLE_KEY } from '@halosync/service-host';
import type { RouteRole } from '../accounts/role';
import type { OperationDescription } from './operation';
import { OPERATION_KEY } from './operation';

/** A route of a controller, as its decorators declare it. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly role: RouteRole | undefined;
  readonly operation: OperationDescription | undefined;
  readonly handler: string;
}

/** Every route of these controllers. */
export function routesOf(controllers: readonly Type[]): DeclaredRoute[] {
  return controllers.flatMap((controller) => {
    const prototype: object = controller.prototype as object; // a class's prototype is an object
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function' || name === 'constructor') return [];
      const method = metadata<RequestMethod>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      return pathsOf(controller).flatMap((prefix) =>
        pathsOf(handler).map((path) => ({
          method: RequestMethod[method],
          path: `/${[prefix, path].join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
          role: metadata<RouteRole>(ROLE_KEY, handler) ?? metadata<RouteRole>(ROLE_KEY, controller),
          operation: metadata<OperationDescription>(OPERATION_KEY, handler),
          handler: `${controller.name}.${name}`,
        })),
      );
    });
  });
}

function pathsOf(target: object): string[] {
  const path = metadata<string | string[]>(PATH_METADATA, target) ?? '';
  return Array.isArray(path) ? path : [path];
}

function metadata<T>(key: string, target: object): T | undefined {
  return Reflect.getMetadata(key, target) as T | undefined; // only our own decorators and Nest's write these keys
}
