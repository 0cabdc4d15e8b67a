import { haloBoolean, haloDate, haloId, haloInt, haloText } from '@halosync/halo-json';
import { z } from 'zod';
import { customFields } from './custom-fields';

/** The fields of a Halo user, the customers' people (`Users`, `Users_List`), that we rely on. `site_id` arrives as a float. */
export const haloUser = z.object({
  id: haloId,
  name: haloText.nullish(),
  firstname: haloText.nullish(),
  surname: haloText.nullish(),
  title: haloText.nullish(),
  emailaddress: haloText.nullish(),
  phonenumber: haloText.nullish(),
  mobilenumber: haloText.nullish(),
  site_id: haloInt.nullish(),
  site_name: haloText.nullish(),
  client_id: haloInt.nullish(),
  client_name: haloText.nullish(),
  inactive: haloBoolean.nullish(),
  isimportantcontact: haloBoolean.nullish(),
  isserviceaccount: haloBoolean.nullish(),
  linked_agent_id: haloInt.nullish(),
  lastlogindate: haloDate.nullish(),
  datecreated: haloDate.nullish(),
  ulastupdate: haloDate.nullish(),
  deleted: haloBoolean.nullish(),
  customfields: customFields.nullish(),
});
