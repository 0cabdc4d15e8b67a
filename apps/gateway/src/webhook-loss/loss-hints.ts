import type { ChangeEventName, EntityName } from '@halosync/contracts';
import { changeEvents, entityNames } from '@halosync/contracts';

export interface Counts {
  readonly told: number;
  readonly lost: number;
}

export interface LossFacts {
  readonly counts: Readonly<Record<EntityName, Readonly<Record<ChangeEventName, Counts>>>>;
  /** When any webhook came last; null: never. */
  readonly lastWebhookAt: Date | null;
  /** Changes made after that moment, by Halo's clock, and told by nobody. */
  readonly lostSince: number;
}

export interface LossHint {
  readonly entity: EntityName | null;
  readonly event: ChangeEventName | null;
  readonly text: string;
}

// One or two may be chance; three of a kind and not one that was told is a cause.
const ENOUGH = 3;
// Above a tenth it is no longer Halo's queue that gives up now and then.
const MUCH = 0.1;

/** The likely cause of what was lost, in plain words; empty where nothing was. */
export function lossHints({ counts, lastWebhookAt, lostSince }: LossFacts): LossHint[] {
  const all = sum(entityNames.flatMap((entity) => changeEvents.map((event) => counts[entity][event])));
  if (all.lost === 0) return [];
  if (lastWebhookAt === null) {
    return [
      everywhere(
        'No webhook has ever come. Make one in Halo with the callback URL of this connection, or look whether Halo can reach that address.',
      ),
    ];
  }
  if (lostSince >= ENOUGH) {
    return [
      everywhere(
        `No webhook has come since ${lastWebhookAt.toISOString()}. Halo has disabled it after failures, or can no longer reach us: look at the webhook in Halo, and at its Deliveries.`,
      ),
    ];
  }
  const kinds = entityNames.flatMap((entity) => missingKinds(entity, counts[entity]));
  if (kinds.length > 0) return kinds;
  const isMuch = all.lost / (all.told + all.lost) > MUCH;
  return [
    everywhere(
      isMuch
        ? 'Many deliveries are lost, of every kind. Look at the Deliveries of the webhook in Halo for failures and timeouts.'
        : 'Single deliveries are lost, of every kind: Halo posts each once and may give up. Nothing has to be set right; deltas make up for it.',
    ),
  ];
}

function missingKinds(entity: EntityName, counts: LossFacts['counts'][EntityName]): LossHint[] {
  const total = sum(Object.values(counts));
  if (total.told === 0 && total.lost >= ENOUGH) {
    const events = namesOf(entity, changeEvents);
    return [
      {
        entity,
        event: null,
        text: `Halo tells nothing about ${entity}s: add ${events} to the events of the webhook in Halo.`,
      },
    ];
  }
  return changeEvents
    .filter((event) => counts[event].told === 0 && counts[event].lost >= ENOUGH)
    .map((event) => ({
      entity,
      event,
      text:
        entity === 'ticket' && event === 'deleted'
          ? 'Ticket Deleted is not among the usual eleven events. Add it to the webhook in Halo; until then deleted tickets are found when the ids are compared.'
          : `${namesOf(entity, [event])} is missing among the events of the webhook in Halo: add it.`,
    }));
}

/** As Halo's pages name the events. */
function namesOf(entity: EntityName, events: readonly ChangeEventName[]): string {
  const names: Readonly<Record<ChangeEventName, string>> =
    entity === 'ticket'
      ? { created: 'New Ticket Logged', updated: 'Ticket Changed', deleted: 'Ticket Deleted' }
      : {
          created: `${title(entity)} Created`,
          updated: `${title(entity)} Updated`,
          deleted: `${title(entity)} Deleted`,
        };
  return events.map((event) => names[event]).join(', ');
}

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const everywhere = (text: string): LossHint => ({ entity: null, event: null, text });

export function sum(counts: readonly Counts[]): Counts {
  return {
    told: counts.reduce((total, { told }) => total + told, 0),
    lost: counts.reduce((total, { lost }) => total + lost, 0),
  };
}
