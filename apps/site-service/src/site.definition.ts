import { customFieldValues, haloSite } from '@halosync/contracts';
import { defineEntity } from '@halosync/ingest';
import { Site } from './site.entity';

/** The site: Halo's names end here. */
export const site = defineEntity({
  name: 'site',
  row: Site,
  schema: haloSite,
  // Only a site read by id carries it; its list rows do not.
  sourceTime: (site) => site.slastupdate ?? null,
  columns: (site) => ({
    name: site.name ?? null,
    clientId: site.client_id ?? null,
    clientName: site.client_name ?? null,
    isInactive: site.inactive ?? null,
    slaId: site.sla_id ?? null,
    phoneNumber: site.phonenumber ?? null,
    timezone: site.timezone ?? null,
    country: site.country_code_name ?? null,
    region: site.region_code_name ?? null,
    mainContactId: site.maincontact_id ?? null,
    isInvoiceSite: site.isinvoicesite ?? null,
    notes: site.notes ?? null,
    customFields: customFieldValues(site.customfields),
    haloCreatedAt: site.datecreated ?? null,
    haloUpdatedAt: site.slastupdate ?? null,
  }),
});
