import { Secret } from '@halosync/config';
import type { connectorProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { WantedWebhook } from '../webhook/wanted-webhook';
import type { WebhookKeeper } from '../webhook/webhook-keeper';
import { describeWebhook } from './describe-webhook';
import { existing, given, invalid } from './read-request';

/** The webhook in Halo, as the gateway asks for it: the gateway knows what it should be, Halo how it is. */
export class WebhookApi {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keeper: WebhookKeeper,
  ) {}

  async check({
    connectionId,
    wanted,
    maxAgeSeconds,
    byPerson,
    askedBy,
  }: connectorProto.CheckWebhookRequest): Promise<connectorProto.CheckWebhookResponse> {
    const connection = await existing(this.dataSource, connectionId);
    const asked = readWanted(wanted);
    const state = await this.keeper.check(connection, asked, { maxAgeSeconds, byPerson, askedBy: given(askedBy) });
    return { report: describeWebhook(state, asked, this.keeper.numbersOf(state)) };
  }

  async repair(request: connectorProto.RepairWebhookRequest): Promise<connectorProto.RepairWebhookResponse> {
    const connection = await existing(this.dataSource, request.connectionId);
    const wanted = readWanted(request.wanted);
    const { outcome, state, isSecretWritten } = await this.keeper.repair(connection, {
      connectionId: connection.id,
      wanted,
      secret: new Secret(request.authSecret),
      isSecretChanged: request.secretChanged,
      isFollowing: request.followsOnly,
      askedBy: given(request.askedBy),
    });
    return {
      report: describeWebhook(state, wanted, this.keeper.numbersOf(state)),
      outcome,
      secretWritten: isSecretWritten,
    };
  }
}

function readWanted(wanted: connectorProto.WantedWebhook | undefined): WantedWebhook {
  if (wanted === undefined || !URL.canParse(wanted.callbackUrl))
    throw invalid('wanted.callbackUrl', 'A callback URL is a web address.');
  const { authType: type, authName: name } = wanted;
  if (type !== 'none' && type !== 'basic' && type !== 'header')
    throw invalid('wanted.authType', 'A webhook asks for none, basic or header.');
  return {
    url: wanted.callbackUrl,
    earlierUrls: wanted.earlierUrls,
    auth: { type, name },
    heard: wanted.heard.map(({ event, notificationId }) => ({ event, notificationId })),
  };
}
