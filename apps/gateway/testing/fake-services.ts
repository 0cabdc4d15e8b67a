import type { EntityName, entityProto } from '@halosync/contracts';
import { entityNames, perEntity } from '@halosync/contracts';
import type { FakeProgram } from './fake-grpc';
import { fakeGrpc } from './fake-grpc';

/** The four entity services, with dead letters, repairs and found changes that a test puts there. */
export class FakeServices {
  readonly letters: Record<EntityName, entityProto.DeadLetter[]> = { ticket: [], site: [], user: [], invoice: [] };
  readonly repairs: Record<EntityName, entityProto.Repair[]> = { ticket: [], site: [], user: [], invoice: [] };
  readonly found: Record<EntityName, entityProto.FoundChange[]> = { ticket: [], site: [], user: [], invoice: [] };
  readonly told: Partial<Record<EntityName, entityProto.CountToldResponse>> = {};
  readonly replays: { readonly entity: EntityName; readonly id: string; readonly connectionId: string }[] = [];
  /** What each says of a delivery's parts: taken, and nothing came of it, where a test says nothing else. */
  readonly traces: Record<
    EntityName,
    (request: entityProto.TraceDeliveryRequest) => entityProto.TraceDeliveryResponse
  > = perEntity(() => ({ parts }) => ({
    parts: parts.map(({ part }) => ({ part, taken: true, change: undefined, deadLetterId: '' })),
  }));
  readonly republished: { readonly entity: EntityName; readonly request: entityProto.RepublishRequest }[] = [];
  readonly #programs = new Map<EntityName, FakeProgram>();

  async start(): Promise<void> {
    for (const entity of entityNames) {
      const service = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`;
      this.#programs.set(
        entity,
        await fakeGrpc(`halosync.${entity}.v1`, service, {
          count: () => ({ live: 0, tombstones: 0, deadLetters: 0, unpublished: 0, lastChangeAt: '' }),
          traceDelivery: (request: entityProto.TraceDeliveryRequest) => this.traces[entity](request),
          republish: (request: entityProto.RepublishRequest): entityProto.RepublishResponse => {
            this.republished.push({ entity, request });
            return { changes: 5, afterPosition: request.afterPosition ?? 37 };
          },
          listDeadLetters: (request: entityProto.ListDeadLettersRequest) => this.#page(entity, request),
          listRepairs: ({ after, limit }: entityProto.ListRepairsRequest) => {
            const rest = this.repairs[entity].filter(({ id }) => id > after);
            return { items: rest.slice(0, limit), hasMore: rest.length > limit };
          },
          listFound: () => ({ items: this.found[entity] }),
          countTold: () => this.told[entity] ?? { created: 0, updated: 0, deleted: 0 },
          replayDeadLetters: ({ id, connectionId }: entityProto.ReplayDeadLettersRequest) => {
            this.replays.push({ entity, id, connectionId });
            return { replayed: this.letters[entity].filter((letter) => id === '' || letter.id === id).length };
          },
        }),
      );
    }
  }

  /** The variables that name them. */
  get environment(): Record<string, string> {
    return Object.fromEntries(
      [...this.#programs].map(([entity, { address }]) => [`${entity.toUpperCase()}_SERVICE_GRPC_URL`, address]),
    );
  }

  stop(entity?: EntityName): void {
    for (const [name, program] of this.#programs) if ((entity ?? name) === name) program.stop();
  }

  #page(
    entity: EntityName,
    { cursor, limit }: entityProto.ListDeadLettersRequest,
  ): entityProto.ListDeadLettersResponse {
    const newestFirst = [...this.letters[entity]].sort((a, b) => b.id.localeCompare(a.id));
    const rest = newestFirst.filter(({ id }) => cursor === '' || id < cursor);
    return { items: rest.slice(0, limit), nextCursor: rest.length > limit ? (rest[limit - 1]?.id ?? '') : '' };
  }
}

export function aDeadLetter(
  id: string,
  createdAt: string,
  given: Partial<entityProto.DeadLetter> = {},
): entityProto.DeadLetter {
  return {
    id,
    connectionId: '',
    haloId: 7,
    failure: 'poison',
    code: 'record_invalid',
    reason: 'id: not a positive whole number',
    topic: 'halo.ticket.received',
    partition: 0,
    offset: '5',
    headers: { ce_id: 'x:0' },
    value: Buffer.from('{"id":-1}'),
    createdAt,
    replayedAt: '',
    held: undefined,
    ...given,
  };
}

/** A change of a ticket as its service tells of it. */
export function aChange(
  given: Partial<Omit<entityProto.Change, 'record'>> & { record?: object } = {},
): entityProto.Change {
  return {
    position: 0,
    operation: 'updated',
    validFrom: '2026-11-01T10:00:00.000Z',
    recordedAt: '2026-11-01T10:00:01.000Z',
    learnedBy: 'webhook',
    deliveryId: '018f0000-0000-7000-8000-000000000001',
    part: 0,
    changed: [{ field: 'summary', afterJson: '"new"' }],
    ...given,
  } as entityProto.Change; // of its record no more than a test names
}
