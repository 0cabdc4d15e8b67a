import { clientCore, clientDocument } from './client';
import { invoiceCore, invoiceDocument } from './invoice';
import { siteCore, siteDocument } from './site';
import { ticketCore, ticketDocument } from './ticket';
import { userCore, userDocument } from './user';
import type { Census } from './census';
import type { Core, EntityName, Fields } from '../world/entity';

export interface Generator {
  readonly core: (census: Census, id: number) => Core;
  readonly document: (census: Census, id: number) => Fields;
}

/** Pure functions of (census, id): nothing generated is ever stored. */
export const GENERATORS: Readonly<Record<EntityName, Generator>> = {
  ticket: { core: ticketCore, document: ticketDocument },
  site: { core: siteCore, document: siteDocument },
  user: { core: userCore, document: userDocument },
  invoice: { core: invoiceCore, document: invoiceDocument },
  client: { core: clientCore, document: clientDocument },
};
