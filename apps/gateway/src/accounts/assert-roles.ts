import type { Type } from '@nestjs/common';
import { routesOf } from '../openapi/routes-of';

/** Deny by default, at the start already: a route that names no role is a mistake of ours. */
export function assertRoles(controllers: readonly Type[]): void {
  const open = routesOf(controllers).filter(({ role }) => role === undefined);
  if (open.length > 0)
    throw new Error(`These routes declare no role: ${open.map(({ method, path }) => `${method} ${path}`).join(', ')}.`);
}
