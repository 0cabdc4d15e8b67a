import type { ChangeEventName, EntityName, WebhookLoss, WebhookLossView } from '@halosync/contracts';
import { changeEvents, perEntity } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import { webhookTimes } from '../inbox/webhooks-seen';
import type { ServiceClients } from '../peers/service.client';
import { heard } from './heard';
import type { Counts } from './loss-hints';
import { lossHints, sum } from './loss-hints';

type EntityCounts = Readonly<Record<ChangeEventName, Counts>>;

/**
 * What Halo's webhooks did not tell. No counter keeps it: the services' histories know how each change was learned, the
 * inbox knows what was delivered.
 */
export class WebhookLosses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly services: ServiceClients,
  ) {}

  /** @throws AppError `unavailable` where a service does not answer: a share of less than all would mislead. */
  async report(connectionId: string, since: Date, until: Date): Promise<WebhookLossView> {
    const lastWebhookAt = await this.#lastWebhookAt(connectionId);
    let lostSince = 0;
    const count = async (entity: EntityName): Promise<EntityCounts> => {
      const service = this.services.of(entity);
      const request = { connectionId, since: since.toISOString() };
      const [told, found] = await Promise.all([service.countTold(request), service.listFound(request)]);
      const isHeard = await heard(this.dataSource, connectionId, entity, since, found);
      const lost = found.filter((_, place) => isHeard[place] !== true);
      lostSince += lost.filter(
        ({ changedAt }) => changedAt !== '' && lastWebhookAt !== null && new Date(changedAt) > lastWebhookAt,
      ).length;
      const counts = changeEvents.map((event) => {
        const foundOf = found.filter((change) => change.event === event).length;
        const lostOf = lost.filter((change) => change.event === event).length;
        return [event, { told: told[event] + foundOf - lostOf, lost: lostOf }] as const;
      });
      return Object.fromEntries(counts) as EntityCounts; // every event is a key
    };
    const [ticket, site, user, invoice] = await Promise.all([
      count('ticket'),
      count('site'),
      count('user'),
      count('invoice'),
    ]);
    const counts = { ticket, site, user, invoice };
    return {
      since: since.toISOString(),
      until: until.toISOString(),
      lastWebhookAt: lastWebhookAt?.toISOString() ?? null,
      total: withShare(sum(Object.values(counts).flatMap((events) => Object.values(events)))),
      entities: perEntity((entity) => ({
        total: withShare(sum(Object.values(counts[entity]))),
        created: withShare(counts[entity].created),
        updated: withShare(counts[entity].updated),
        deleted: withShare(counts[entity].deleted),
      })),
      hints: lossHints({ counts, lastWebhookAt, lostSince }),
    };
  }

  async #lastWebhookAt(connectionId: string): Promise<Date | null> {
    const times = (await webhookTimes(this.dataSource, [connectionId])).get(connectionId);
    const last = Math.max(...[...(times?.values() ?? [])].map(({ lastAt }) => lastAt.getTime()));
    return Number.isFinite(last) ? new Date(last) : null;
  }
}

function withShare({ told, lost }: Counts): WebhookLoss {
  const all = told + lost;
  return { told, lost, share: all === 0 ? null : Math.round((lost / all) * 10_000) / 10_000 };
}
