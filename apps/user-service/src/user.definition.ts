import { customFieldValues, haloUser } from '@halosync/contracts';
import { defineEntity } from '@halosync/ingest';
import { User } from './user.entity';

/** The user: Halo's names end here. */
export const user = defineEntity({
  name: 'user',
  row: User,
  schema: haloUser,
  // Only a user read by id carries it; its list rows do not.
  sourceTime: (user) => user.ulastupdate ?? null,
  columns: (user) => ({
    name: user.name ?? null,
    firstName: user.firstname ?? null,
    surname: user.surname ?? null,
    title: user.title ?? null,
    email: user.emailaddress ?? null,
    phoneNumber: user.phonenumber ?? null,
    mobileNumber: user.mobilenumber ?? null,
    siteId: user.site_id ?? null,
    siteName: user.site_name ?? null,
    clientId: user.client_id ?? null,
    clientName: user.client_name ?? null,
    isInactive: user.inactive ?? null,
    isImportantContact: user.isimportantcontact ?? null,
    isServiceAccount: user.isserviceaccount ?? null,
    linkedAgentId: user.linked_agent_id ?? null,
    lastLoginAt: user.lastlogindate ?? null,
    customFields: customFieldValues(user.customfields),
    haloCreatedAt: user.datecreated ?? null,
    haloUpdatedAt: user.ulastupdate ?? null,
  }),
});
