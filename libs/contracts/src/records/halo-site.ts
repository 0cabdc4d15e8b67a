import { haloBoolean, haloDate, haloId, haloInt, haloText } from '@halosync/halo-json';
import { z } from 'zod';
import { customFields } from './custom-fields';

/** The fields of a Halo site (`Site`, `Site_List`) that we rely on. `client_id` arrives as a float (documented as double). */
export const haloSite = z.object({
  id: haloId,
  name: haloText.nullish(),
  client_id: haloInt.nullish(),
  client_name: haloText.nullish(),
  inactive: haloBoolean.nullish(),
  sla_id: haloInt.nullish(),
  phonenumber: haloText.nullish(),
  timezone: haloText.nullish(),
  country_code_name: haloText.nullish(),
  region_code_name: haloText.nullish(),
  maincontact_id: haloInt.nullish(),
  isinvoicesite: haloBoolean.nullish(),
  notes: haloText.nullish(),
  datecreated: haloDate.nullish(),
  slastupdate: haloDate.nullish(),
  deleted: haloBoolean.nullish(),
  customfields: customFields.nullish(),
});
