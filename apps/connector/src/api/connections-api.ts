import { Secret } from '@halosync/config';
import type { connectorProto, EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { ConnectionValues } from '@halosync/halo-client';
import type { Closing } from '../connections/closing';
import { liveConnections } from '../connections/connection';
import { pauseConnection, resumeConnection } from '../connections/pause';
import type { SaveParts } from '../connections/save-connection';
import { renewTested, saveConnection } from '../connections/save-connection';
import type { ConnectionSettings } from '../connections/connection';
import { editSettings } from '../connections/settings';
import type { Trial } from '../connections/try-values';
import { tryValues } from '../connections/try-values';
import { forecastFirstSync } from '../forecast/first-sync';
import { updateConnection } from '../connections/update-connection';
import type { Gaps } from '../gaps/gaps';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { ConnectionDescriptions } from './describe-connection';
import { describeConnection } from './describe-connection';
import { describeSelfTest } from './describe-self-test';
import { existing, given, uuid } from './read-request';

export interface ConnectionsApiParts extends SaveParts, ConnectionDescriptions {
  readonly closing: Closing;
  readonly keeper: TokenKeeper;
  readonly gaps: Gaps;
  readonly kickRuns: () => void;
}

/** Connections, as the gateway asks for them. */
export class ConnectionsApi {
  constructor(private readonly parts: ConnectionsApiParts) {}

  async test({
    values,
    settings,
    askedBy,
  }: connectorProto.TestConnectionRequest): Promise<connectorProto.TestConnectionResponse> {
    const trial = await tryValues(readValues(values), given(askedBy), this.parts);
    await renewTested(this.parts.dataSource, trial);
    return { result: { ...describeTest(trial), forecast: await this.#forecast(trial, editSettings({}, settings)) } };
  }

  async save({
    values,
    settings,
    askedBy,
  }: connectorProto.SaveConnectionRequest): Promise<connectorProto.SaveConnectionResponse> {
    const { connection, outcome, trial } = await saveConnection(
      { name: values?.name ?? '', values: readValues(values), settings, askedBy: given(askedBy) },
      this.parts,
    );
    this.parts.keeper.forget(connection.id);
    this.parts.kickRuns();
    return {
      connection: await describeConnection(connection, this.parts),
      outcome,
      result: trial === null ? undefined : describeTest(trial),
    };
  }

  async list(): Promise<connectorProto.ListConnectionsResponse> {
    const connections = await liveConnections(this.parts.dataSource);
    return { items: await Promise.all(connections.map((connection) => describeConnection(connection, this.parts))) };
  }

  async get({ id }: connectorProto.GetConnectionRequest): Promise<connectorProto.GetConnectionResponse> {
    return { connection: await describeConnection(await existing(this.parts.dataSource, id), this.parts) };
  }

  async update({
    id,
    version,
    values,
    settings,
    askedBy,
  }: connectorProto.UpdateConnectionRequest): Promise<connectorProto.UpdateConnectionResponse> {
    // On the wire an absent message is null.
    const edited = (values ?? null) === null ? null : { ...readValues(values), name: values?.name ?? '' };
    const edit = { id: uuid(id), version, values: edited, settings, askedBy: given(askedBy) };
    const connection = await updateConnection(edit, this.parts);
    this.parts.keeper.forget(connection.id);
    this.parts.kickRuns();
    return { connection: await describeConnection(connection, this.parts) };
  }

  async pause({ id }: connectorProto.PauseConnectionRequest): Promise<connectorProto.PauseConnectionResponse> {
    const { dataSource } = this.parts;
    await pauseConnection(dataSource, (await existing(dataSource, id)).id);
    this.parts.kickRuns();
    return this.get({ id });
  }

  async resume({ id }: connectorProto.ResumeConnectionRequest): Promise<connectorProto.ResumeConnectionResponse> {
    const { dataSource, gaps } = this.parts;
    await resumeConnection(dataSource, gaps, (await existing(dataSource, id)).id);
    this.parts.kickRuns();
    return this.get({ id });
  }

  async delete({
    id,
    purge,
  }: connectorProto.DeleteConnectionRequest): Promise<connectorProto.DeleteConnectionResponse> {
    return { removed: await this.parts.closing.close(uuid(id), purge) };
  }

  /** From the counts that the test has read: it costs no call more. */
  async #forecast(
    { entities, instance, selfTest, callIds, pageSeconds }: Trial,
    settings: ConnectionSettings,
  ): Promise<connectorProto.Forecast> {
    const { instances, budget } = this.parts;
    const { learned, sharePercent } = await budget.snapshot(instance.key);
    const { limit, windowMs } = instances.budgetOf(settings);
    const share = settings.sharePercent ?? sharePercent;
    const allowed = Math.max(1, Math.floor((Math.min(limit, learned?.limit ?? limit) * share) / 100));
    const counts = entityNames.flatMap((entity) => {
      const records = entities[entity]?.recordCount ?? null;
      return records === null ? [] : [{ entity, records }];
    });
    const forecast = forecastFirstSync(counts, {
      limit: allowed,
      windowSeconds: windowMs / 1_000,
      answerSeconds: pageSeconds,
      calls: callIds.length,
      perPage: selfTest.pageCap,
    });
    return { ...forecast, entities: forecast.entities.map((entity) => ({ ...entity })) };
  }
}

function readValues(values: connectorProto.ConnectionValues | undefined): ConnectionValues {
  return {
    authUrl: values?.authUrl.trim() ?? '',
    resourceUrl: values?.resourceUrl.trim() ?? '',
    tenant: values?.tenant.trim() ?? '',
    clientId: values?.clientId.trim() ?? '',
    clientSecret: new Secret(values?.clientSecret.trim() ?? ''),
  };
}

function describeTest({ steps, entities, warnings, selfTest }: Trial): connectorProto.TestResult {
  const access = (entity: EntityName): connectorProto.EntityAccess[] => {
    const known = entities[entity];
    return known === undefined
      ? []
      : [{ entity, readable: known.readable ?? false, recordCount: known.recordCount ?? -1 }];
  };
  return {
    steps: steps.map(({ name, ok, ms, detail }) => ({ name, ok, ms, detail: detail ?? '' })),
    entities: entityNames.flatMap(access),
    warnings: warnings.map((warning) => ({ ...warning })),
    selfTest: describeSelfTest(selfTest),
    forecast: undefined,
  };
}
