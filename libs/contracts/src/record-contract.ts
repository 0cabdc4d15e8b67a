import type { EntityName } from './entity-name';

/** What is known of an entity's copies, before anything is known of its columns. */
export interface RecordContract {
  /**
   * Fields that only a record read by id fills. Halo writes null or [] into them in list rows and small webhooks;
   * there such a value means "left out", not "empty", and the decoder drops it.
   */
  readonly detailOnly: readonly string[];
  /** Of these, the ones that our list pages ask for: an empty array there means empty, null still means left out. */
  readonly askedInLists: readonly string[];
  /** Halo's field with the record's own last modified time. */
  readonly modifiedField: string;
  /** Whether list rows carry it. Site and user rows do not (documented: Site_List, Users_List). */
  readonly listsCarryModified: boolean;
}

const details = ['customfields', 'attachments', 'assets', 'details_html', 'notes'];

export const recordContracts: Readonly<Record<EntityName, RecordContract>> = {
  ticket: {
    detailOnly: [...details, 'priority', 'lines'],
    askedInLists: [],
    modifiedField: 'last_update',
    listsCarryModified: true,
  },
  site: {
    detailOnly: [...details, 'delivery_address', 'invoice_address', 'site_fields'],
    askedInLists: [],
    modifiedField: 'slastupdate',
    listsCarryModified: false,
  },
  user: { detailOnly: [...details], askedInLists: [], modifiedField: 'ulastupdate', listsCarryModified: false },
  invoice: {
    detailOnly: [...details, 'lines', 'invoice_totals'],
    askedInLists: ['lines'],
    modifiedField: 'last_modified',
    listsCarryModified: true,
  },
};
