import type { connectorProto, createConnectionSchema, updateConnectionSchema } from '@halosync/contracts';
import type { z } from 'zod';
import { settingsOf } from './connection-view';

/** The five fields, and the name, of a new connection. */
export function newValues(body: z.output<typeof createConnectionSchema>): connectorProto.ConnectionValues {
  const { name = '', authUrl, resourceUrl, tenant, clientId, clientSecret } = body;
  return { name, authUrl, resourceUrl, tenant, clientId, clientSecret };
}

type Edit = z.output<typeof updateConnectionSchema>;

/** Whether an edit changes anything but what is asked of webhooks. */
export function isForConnector({ settings, ...values }: Edit): boolean {
  return [values, settingsOf(settings)].some((part) => Object.values(part).some((value) => value !== undefined));
}

/** What an edit leaves out stays as it is; an empty secret means the one stored. */
export function edited(held: connectorProto.Connection, edit: Edit): connectorProto.UpdateConnectionRequest {
  return {
    id: held.id,
    version: held.version,
    values: {
      name: edit.name ?? held.name,
      authUrl: edit.authUrl ?? held.authUrl,
      resourceUrl: edit.resourceUrl ?? held.resourceUrl,
      tenant: edit.tenant ?? held.tenant,
      clientId: edit.clientId ?? held.clientId,
      clientSecret: edit.clientSecret ?? '',
    },
    settings: { ...settingsOf(held.settings), ...settingsOf(edit.settings) },
  };
}
