import { AppError } from '@halosync/errors';
import type { HaloApi, HaloWebhook, NewEvent, WebhookFields } from '@halosync/halo-client';
import { attachEvents, listWebhooks, readWebhook, saveWebhook } from '@halosync/halo-client';
import type { Connection } from '../connections/connection';
import type { HaloDesk } from '../gate/halo-desk';
import type { CallPurpose } from '../gate/halo-gate';
import { findWebhook } from './find-webhook';
import type { WantedWebhook } from './wanted-webhook';

/** Calls about one connection's webhook, each with a slot and a row in the ledger. */
export class WebhookCalls {
  constructor(
    private readonly desk: HaloDesk,
    private readonly connection: Connection,
    private readonly purpose: CallPurpose,
  ) {}

  /**
   * Our webhook, with its events: one call where its id is known and still right, two the first time; null where Halo has
   * none of ours.
   * @throws AppError `halo_forbidden` where the application's permissions do not reach so far.
   */
  async look(knownId: string | null, wanted: Pick<WantedWebhook, 'url' | 'earlierUrls'>): Promise<HaloWebhook | null> {
    const known = knownId === null ? null : await this.#ask((api) => readWebhook(api, knownId));
    if (known !== null) return known;
    const found = findWebhook(await this.#ask((api) => listWebhooks(api)), wanted);
    return found === null ? null : this.#ask((api) => readWebhook(api, found.id));
  }

  /** Returns its id; null where Halo does not tell it. */
  async save(fields: WebhookFields): Promise<string | null> {
    return this.#ask((api) => saveWebhook(api, fields));
  }

  async attach(webhookId: string, events: readonly NewEvent[]): Promise<void> {
    await this.#ask((api) => attachEvents(api, webhookId, events));
  }

  async #ask<T>(ask: (api: HaloApi) => Promise<T>): Promise<T> {
    const rowsOf = (value: T): number => (Array.isArray(value) ? value.length : value === null ? 0 : 1);
    return (await this.desk.ask(this.connection, this.purpose, { entity: null, ask, rowsOf })).value;
  }
}

/** What a person reads who wants the webhook made and lacks the permission. */
export function webhookForbidden(cause: AppError): AppError {
  const error = {
    field: 'webhook',
    code: 'webhook_forbidden',
    message: 'Halo does not let us edit webhooks.',
    hint: 'Grant it: Configuration › Integrations › Halo API › View Applications › your application › Permissions: all. Or follow the steps of GET …/webhook by hand.',
  } as const;
  return new AppError('webhook_forbidden', error.message, { cause, errors: [error] });
}
