import type { CustomDecorator } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { RoleName } from '@halosync/contracts';
import { roles } from '@halosync/contracts';
import { ROLE_KEY } from '@halosync/service-host';

/** What a route asks of its caller; `public` asks nothing. */
export type RouteRole = RoleName | 'public';

/** Every route says who may call it; the program does not start with one that does not. */
export const Role = (role: RouteRole): CustomDecorator => SetMetadata(ROLE_KEY, role);

/** Each role may do what the ones before it may. */
export function mayActAs(held: RoleName, asked: RoleName): boolean {
  return roles.indexOf(held) >= roles.indexOf(asked);
}
