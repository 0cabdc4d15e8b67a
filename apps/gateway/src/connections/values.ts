import type { connectorProto, createConnectionSchema, updateConnectionSchema } from '@halosync/contracts';
import type { z } from 'zod';

/** The five fields, and the name, of a new connection. */
export function newValues(body: z.output<typeof createConnectionSchema>): connectorProto.ConnectionValues {
  const { name = '', authUrl, resourceUrl, tenant, clientId, clientSecret } = body;
  return { name, authUrl, resourceUrl, tenant, clientId, clientSecret };
}

/** What an edit leaves out stays as it is; an empty secret means the one stored. */
export function mergedValues(
  held: connectorProto.Connection,
  edit: z.output<typeof updateConnectionSchema>,
): connectorProto.ConnectionValues {
  return {
    name: edit.name ?? held.name,
    authUrl: edit.authUrl ?? held.authUrl,
    resourceUrl: edit.resourceUrl ?? held.resourceUrl,
    tenant: edit.tenant ?? held.tenant,
    clientId: edit.clientId ?? held.clientId,
    clientSecret: edit.clientSecret ?? '',
  };
}
