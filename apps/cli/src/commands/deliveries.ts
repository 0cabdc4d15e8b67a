import type {
  deliveryDetailSchema,
  deliveryListSchema,
  replayedDeliverySchema,
  replayedSchema,
} from '@halosync/contracts';
import { Command, Option } from 'commander';
import type { z } from 'zod';
import { action } from '../action';
import type { Context } from '../context';
import { findConnection } from '../context';
import { Misused } from '../failures';
import { facts, table } from '../table';

type List = z.output<typeof deliveryListSchema>;
type Detail = z.output<typeof deliveryDetailSchema>;

interface Search {
  readonly connection?: string;
  readonly [filter: string]: string | undefined;
}

interface ReplayOptions {
  readonly connection?: string;
  readonly from?: string;
  readonly to?: string;
  readonly status?: string;
}

/** Webhooks as they came. */
export function deliveriesCommand(): Command {
  const deliveries = new Command('deliveries').description('webhooks as they came');
  deliveries
    .command('list')
    .description('newest first')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .addOption(new Option('--entity <entity>').choices(['ticket', 'site', 'user', 'invoice']))
    .option('--halo-id <id>', "Halo's id of a record")
    .option('--event <event>', 'as Halo calls it')
    .addOption(new Option('--status <status>').choices(['accepted', 'routed', 'quarantined', 'failed']))
    .option('--from <time>', 'received then or later, RFC 3339')
    .option('--to <time>', 'received before, RFC 3339')
    .option('--q <text>', 'text in the body')
    .option('--limit <count>', 'so many at most', '20')
    .option('--cursor <cursor>', 'where the list before ended')
    .action(action(list));
  deliveries.command('show <delivery>').description('one: headers, body, and its whole way').action(action(show));
  deliveries
    .command('replay [delivery]')
    .description('send one, a range or all failed down the line again; nothing is changed twice')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .option('--from <time>', 'of a range, RFC 3339')
    .option('--to <time>', 'of a range; else until now')
    .addOption(new Option('--status <status>', 'only these').choices(['routed', 'quarantined', 'failed']))
    .action(action(replay));
  return deliveries;
}

async function list(context: Context, { connection, ...filters }: Search): Promise<void> {
  const { id } = await findConnection(context.api, connection);
  const answer = (await context.api.get(`/api/v1/connections/${id}/deliveries`, filters)) as List; // as the API document says
  context.print(answer, () =>
    [
      table(answer.items, {
        id: (delivery) => delivery.id,
        received: ({ receivedAt }) => receivedAt,
        status: ({ status, replayOf }) => (replayOf === null ? status : `${status}, replay`),
        records: ({ parts }) =>
          parts
            .flatMap(({ entity, haloId }) => (haloId === null ? [] : [`${entity ?? ''} ${String(haloId)}`]))
            .join(', '),
        events: ({ events }) => events.join(', '),
        reason: ({ reason }) => reason,
      }),
      ...(answer.nextCursor === null ? [] : ['', `More: --cursor ${answer.nextCursor}`]),
    ].join('\n'),
  );
}

async function show(context: Context, id: string): Promise<void> {
  const view = (await context.api.get(`/api/v1/deliveries/${id}`)) as Detail; // as the API document says
  context.print(view, () =>
    [
      facts({
        id: view.id,
        received: view.receivedAt,
        published: view.publishedAt,
        status: view.status,
        reason: view.reason,
        'replay of': view.replayOf,
        replays: view.replays.join(', '),
      }),
      '',
      table(view.parts, {
        part: ({ part }) => part,
        event: ({ event }) => event,
        record: ({ entity, haloId }) => (entity === null ? '' : `${entity} ${String(haloId ?? '?')}`),
        topic: ({ topic, why }) => topic ?? why,
        at: ({ partition, offset }) => (offset === null ? '' : `${String(partition)}:${offset}`),
        outcome: ({ outcome }) => outcome,
        revision: ({ change }) => change?.revision,
        position: ({ change }) => change?.position,
        'dead letter': ({ deadLetterId }) => deadLetterId,
      }),
      '',
      facts(view.headers),
      '',
      view.body,
    ].join('\n'),
  );
}

async function replay(
  context: Context,
  id: string | undefined,
  { connection, ...range }: ReplayOptions,
): Promise<void> {
  if (id !== undefined) {
    const answer = (await context.api.post(`/api/v1/deliveries/${id}/replay`)) as z.output<
      typeof replayedDeliverySchema
    >; // as the API document says
    context.print(answer, () => `Sent again as ${answer.id}.`);
    return;
  }
  if (range.from === undefined && range.to === undefined && range.status === undefined)
    throw new Misused('Which ones? Name a delivery, or give --from, or --status failed.');
  const { id: connectionId } = await findConnection(context.api, connection);
  const answer = (await context.api.post(`/api/v1/connections/${connectionId}/deliveries/replay`, range)) as z.output<
    typeof replayedSchema
  >; // as the API document says
  context.print(answer, () => `${String(answer.replayed)} sent again.`);
}
