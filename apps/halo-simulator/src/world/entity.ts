export const ENTITIES = ['ticket', 'site', 'user', 'invoice', 'client'] as const;
export type EntityName = (typeof ENTITIES)[number];

/** A record as JSON: Halo adds fields per version and per tenant, so no closed type would be honest. */
export type Fields = Readonly<Record<string, unknown>>;

export interface EntityFacts {
  /** Path under /api, lower case; Halo's paths are case-insensitive. */
  readonly path: string;
  /** Key of the rows in the list envelope; four unrelated clients agree on them. */
  readonly arrayKey: string;
  /** The source's own modified time, in the record. */
  readonly modified: string;
  /** Site, user and client rows carry no modified time (documented). */
  readonly rowCarriesModified: boolean;
  /** `lastupdatefromdate` works on these; the swagger has none for invoices. */
  readonly changedSince: boolean;
  readonly idOnly: string;
  readonly created: string;
  /** Typed double in the swagger and sent as `12.0` (seen on live tenants). */
  readonly floats: readonly string[];
  /** Sent with two decimals. */
  readonly money: readonly string[];
  /** Only tickets have a soft-delete flag; the others' rows vanish (product database). */
  readonly softDelete: boolean;
}

export const FACTS: Readonly<Record<EntityName, EntityFacts>> = {
  ticket: {
    path: 'tickets',
    arrayKey: 'tickets',
    modified: 'last_update',
    rowCarriesModified: true,
    changedSince: true,
    idOnly: 'ticketidonly',
    created: 'datecreated',
    floats: [],
    money: ['cost'],
    softDelete: true,
  },
  site: {
    path: 'site',
    arrayKey: 'sites',
    modified: 'slastupdate',
    rowCarriesModified: false,
    changedSince: true,
    idOnly: 'idonly',
    created: 'datecreated',
    floats: ['client_id'],
    money: [],
    softDelete: false,
  },
  user: {
    path: 'users',
    arrayKey: 'users',
    modified: 'ulastupdate',
    rowCarriesModified: false,
    changedSince: true,
    idOnly: 'idonly',
    created: 'datecreated',
    floats: ['site_id'],
    money: [],
    softDelete: false,
  },
  invoice: {
    path: 'invoice',
    arrayKey: 'invoices',
    modified: 'last_modified',
    rowCarriesModified: true,
    changedSince: false,
    idOnly: 'idonly',
    created: 'date_created',
    floats: [],
    money: [
      'total',
      'tax_total',
      'amountdue',
      'amountpaid',
      'amount_remaining',
      'unit_price',
      'net_amount',
      'tax_amount',
    ],
    softDelete: false,
  },
  client: {
    path: 'client',
    arrayKey: 'clients',
    modified: 'alastupdate',
    rowCarriesModified: false,
    changedSince: true,
    idOnly: 'idonly',
    created: 'datecreated',
    floats: [],
    money: [],
    softDelete: false,
  },
};

export function isEntityName(value: unknown): value is EntityName {
  return (ENTITIES as readonly unknown[]).includes(value); // widening only: includes() refuses a foreign type
}

export function entityByPath(segment: string): EntityName | undefined {
  return ENTITIES.find((entity) => FACTS[entity].path === segment);
}

/** What lists filter and order by, kept apart from the bulky document so that 150,000 records stay cheap to scan. */
export interface Core {
  readonly modified: number;
  readonly happened: number;
  /** A closed ticket; an inactive site, user or client. */
  readonly hidden: boolean;
  readonly client: number;
  readonly site: number;
  readonly user: number;
  readonly status: number;
  /** 1 = stock location, service account, credit note; 2 = purchase-order invoice; 3 = a site's General User. */
  readonly kind: number;
}
