import { z } from 'zod';
import { ENTITIES } from '../world/entity';

const entities = z.array(z.enum(ENTITIES)).default([]);

/**
 * How this Halo behaves. Each switch is a variant that was seen, documented or left open by the facts; where the
 * facts are silent the default is our choice, and the comment says so.
 */
export const profileSchema = z.strictObject({
  // Paging
  pageSizeCap: z.int().min(1).default(100),
  /** Rows without `pageinate`: the acting agent's default page. 0 = all (our choice for the smaller entities). */
  unpagedRows: z
    .strictObject({
      ticket: z.int().min(0).default(50),
      site: z.int().min(0).default(0),
      user: z.int().min(0).default(0),
      invoice: z.int().min(0).default(0),
      client: z.int().min(0).default(0),
    })
    .prefault({}),
  pagingIgnored: z.boolean().default(false),
  /** "record_count may then be 0" on a page past the end. */
  recordCountPastEnd: z.enum(['zero', 'total']).default('zero'),
  /** Unknown whether the answer repeats the page size asked for or the one applied. */
  echoedPageSize: z.enum(['asked', 'applied']).default('asked'),
  recordCountOffset: z.int().default(0),
  /** Every page with this number answers the page before it once more. */
  repeatedPage: z.int().min(2).nullable().default(null),
  duplicateId: z.boolean().default(false),
  zeroId: z.boolean().default(false),
  bareArrays: z.boolean().default(false),
  /** Unknown: our choice is newest ticket first, the rest by id. */
  defaultOrder: z.enum(['tickets-newest-first', 'id']).default('tickets-newest-first'),

  // Filters and flags
  filterIgnored: z.boolean().default(false),
  /** What a tenant leaves out without the include flags is unknown: our choice is closed and inactive, nothing else. */
  hideWithoutFlag: z
    .strictObject({
      closedTickets: z.boolean().default(true),
      inactive: z.boolean().default(true),
      stockLocations: z.boolean().default(false),
      serviceAccounts: z.boolean().default(false),
      invoiceKinds: z.boolean().default(false),
    })
    .prefault({}),
  idOnly: z.enum(['honoured', 'ignored', 'capped']).default('honoured'),
  idOnlyCap: z.int().min(1).default(1000),
  listCustomFields: z.enum(['mixed', 'empty', 'null', 'absent']).default('mixed'),

  // Records
  deletedTicketRead: z.enum(['404', '200']).default('404'),
  missingRecord: z.enum(['404', '404-json', '400-dotnet', '500-dotnet']).default('404'),
  recordEnvelope: z.boolean().default(false),
  recordDetailsNeedFlag: z.boolean().default(true),
  /** `by-count`: the entity for one, an array for several. `entity`: only the first comes back, whatever was sent. */
  postReturns: z.enum(['by-count', 'entity', 'array', 'envelope']).default('by-count'),
  postStatus: z.union([z.literal(200), z.literal(201)]).default(201),
  postedNames: z.boolean().default(true),
  floatIds: z.boolean().default(true),
  /** Where `simversion` shows. `records` keeps it out of list rows and small payloads, so that those agree as real ones would. */
  versionField: z.enum(['everywhere', 'records', 'nowhere']).default('everywhere'),

  // Permissions
  forbiddenEntities: entities,
  /** The agent cannot see them: 200 and an empty list, no error. */
  invisibleEntities: entities,
  enforceScopes: z.boolean().default(true),

  // Token
  invalidClientStatus: z.union([z.literal(400), z.literal(401)]).default(401),
  /** Unknown what Halo says to a tenant it does not know. */
  unknownTenant: z.enum(['invalid_request', '404', '500-html']).default('invalid_request'),
  scopelessToken: z.enum(['401', '403', 'works']).default('401'),
  tokenLifetimeSeconds: z.int().min(1).default(3600),
  /** Unknown whether a new token ends the old one. */
  newTokenRevokesOld: z.boolean().default(false),
  authInfo: z.enum(['open', '404', 'html']).default('open'),

  // Time and caches
  clockSkewMs: z.number().default(0),
  timestampTickMs: z.union([z.literal('sql-server'), z.int().min(1)]).default('sql-server'),
  listCacheSeconds: z.number().min(0).max(120).default(0),
  /** Reads by id come from that cache too, unless they carry `nocache=true`. */
  recordCache: z.boolean().default(false),

  // Webhooks
  /** `small` carries the modified time of tickets and invoices in small payloads too. */
  webhookModifiedTime: z.enum(['small', 'full-only', 'none']).default('small'),
  /** The entity of a delete may be missing or partial; `mixed` alternates by id. */
  deletePayload: z.enum(['none', 'partial', 'mixed']).default('mixed'),
  /** Event 61 is a field-change event: without a condition it may never fire. */
  ticketChangedNeedsCondition: z.boolean().default(false),
  webhookAgentId: z.boolean().default(true),
});

export type Profile = z.output<typeof profileSchema>;
export const profilePatchSchema = z.record(z.string(), z.unknown());
