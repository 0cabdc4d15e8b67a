import type { connectorProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { readRecord, resources } from '@halosync/halo-client';
import type { CallLedger } from '../gate/call-ledger';
import type { HaloDesk } from '../gate/halo-desk';
import type { HaloClock } from '../gate/halo-clock';
import type { Gaps } from '../gaps/gaps';
import { enqueue } from '../refetch/enqueue';
import type { EntityServices } from '../services/entity-services';
import { endRun } from '../sync/end-run';
import { isRunMode } from '../sync/run';
import { runById, runsOf } from '../sync/run-store';
import { startRun } from '../sync/start-run';
import type { RunDescriptions } from './describe-run';
import { describeCalls } from './describe-call';
import { describeRuns } from './describe-run';
import { instant } from './instant';
import { callFilter, cursor, entity, existing, given, invalid, pageLimit, time, uuid } from './read-request';

export interface SyncApiParts extends RunDescriptions {
  readonly services: Pick<EntityServices, 'tally' | 'applied'>;
  readonly ledger: CallLedger;
  readonly gaps: Gaps;
  readonly clock: HaloClock;
  readonly desk: HaloDesk;
  readonly kickRuns: () => void;
  readonly kickRefetch: () => void;
}

// Less than the gateway waits for an answer.
const SLOT_WITHIN_MS = 20_000;

/** Runs, refetches, gaps and the list of calls, as the gateway asks for them. */
export class SyncApi {
  constructor(private readonly parts: SyncApiParts) {}

  async startRun({
    connectionId,
    mode,
    entities,
    force = false,
    askedBy,
  }: connectorProto.StartRunRequest): Promise<connectorProto.StartRunResponse> {
    const { dataSource, clock } = this.parts;
    if (!isRunMode(mode)) throw invalid('mode', 'A mode is backfill, delta or reconcile.');
    if (force && mode !== 'reconcile') throw invalid('force', 'Only a reconcile has a brake that can be released.');
    const named = [...new Set(entities.map(entity))];
    const connection = await existing(dataSource, connectionId);
    const order = {
      mode,
      reason: force ? 'on demand, without the brake' : 'on demand',
      force,
      askedBy: given(askedBy),
      behindMs: clock.behindMs(connection.instance),
      ...(named.length === 0 ? {} : { entities: named }),
    };
    const { runId, started } = await dataSource.transaction((manager) => startRun(manager, connection, order));
    this.parts.kickRuns();
    return { run: await this.#run(runId), started };
  }

  async listRuns(request: connectorProto.ListRunsRequest): Promise<connectorProto.ListRunsResponse> {
    const { id } = await existing(this.parts.dataSource, request.connectionId);
    const limit = pageLimit(request.limit);
    const runs = await runsOf(this.parts.dataSource, id, cursor(request.cursor), limit + 1);
    const items = await describeRuns(runs.slice(0, limit), false, this.parts);
    return { items, nextCursor: runs.length > limit ? (items.at(-1)?.id ?? '') : '' };
  }

  async getRun({ id }: connectorProto.GetRunRequest): Promise<connectorProto.GetRunResponse> {
    return { run: await this.#run(uuid(id)) };
  }

  async cancelRun({ id }: connectorProto.CancelRunRequest): Promise<connectorProto.CancelRunResponse> {
    await this.parts.dataSource.transaction((manager) => endRun(manager, uuid(id), 'cancelled'));
    this.parts.kickRuns();
    return { run: await this.#run(id) };
  }

  async refetchRecord(request: connectorProto.RefetchRecordRequest): Promise<connectorProto.RefetchRecordResponse> {
    const { dataSource } = this.parts;
    const { id: connectionId, generation } = await existing(dataSource, request.connectionId);
    const haloId = recordId(request.haloId);
    const { askedBy } = request;
    const name = entity(request.entity);
    const held = await dataSource.query<unknown[]>(
      'SELECT 1 FROM refetch WHERE connection_id = $1 AND entity = $2 AND halo_id = $3',
      [connectionId, name, haloId],
    );
    const order = { connectionId, entity: name, haloId, generation, reason: 'person', runId: null } as const;
    await enqueue(dataSource, [{ ...order, askedBy: given(askedBy) }]);
    this.parts.kickRefetch();
    return { joined: held.length > 0 };
  }

  /** One call for somebody who waits; what it says is shown and not stored. */
  async readRecord(request: connectorProto.ReadRecordRequest): Promise<connectorProto.ReadRecordResponse> {
    const connection = await existing(this.parts.dataSource, request.connectionId);
    const [name, haloId] = [entity(request.entity), recordId(request.haloId)];
    const purpose = {
      lane: 'console',
      reason: 'compare',
      askedBy: given(request.askedBy),
      slotWithinMs: SLOT_WITHIN_MS,
    } as const;
    const { value, callId, knownAt } = await this.parts.desk.ask(connection, purpose, {
      entity: name,
      ask: (api) => readRecord(api, resources[name], haloId),
      rowsOf: (answer) => (answer.absent ? 0 : 1),
    });
    const documentJson = value.absent ? '' : JSON.stringify(value.record);
    return { absent: value.absent, documentJson, callId, knownAt: instant(knownAt) };
  }

  async reportGap({
    connectionId,
    from,
    to,
    reason,
  }: connectorProto.ReportGapRequest): Promise<connectorProto.ReportGapResponse> {
    const { id } = await existing(this.parts.dataSource, connectionId);
    const [start, end] = [time('from', from), time('to', to)];
    if (start > end) throw invalid('from', 'A gap ends after it begins.');
    await this.parts.gaps.report({
      connectionId: id,
      from: start,
      to: end,
      reason: reason === '' ? 'unknown' : reason,
    });
    return {};
  }

  async listCalls(request: connectorProto.ListCallsRequest): Promise<connectorProto.ListCallsResponse> {
    const { id } = await existing(this.parts.dataSource, request.connectionId);
    const limit = pageLimit(request.limit);
    const rows = await this.parts.ledger.list(id, callFilter(request), cursor(request.cursor), limit + 1);
    const items = await describeCalls(rows.slice(0, limit), this.parts.services);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? '') : '' };
  }

  async #run(id: string): Promise<connectorProto.Run> {
    const run = await runById(this.parts.dataSource, id);
    const [described] = run === null ? [] : await describeRuns([run], true, this.parts);
    if (described === undefined) throw new AppError('not_found', 'There is no such run.');
    return described;
  }
}

function recordId(id: number): number {
  if (!Number.isSafeInteger(id) || id <= 0) throw invalid('haloId', 'An id is a positive whole number.');
  return id;
}
