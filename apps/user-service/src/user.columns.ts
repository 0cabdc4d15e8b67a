import type { PublicEntity } from '@halosync/ingest';

/** The user's columns as people query them. `user.definition` fills them; here is what they hold and Halo's name for it. */
export const userColumns = {
  name: { type: 'text', field: 'name', says: 'Full name.' },
  first_name: { type: 'text', field: 'firstname', says: 'First name.' },
  surname: { type: 'text', field: 'surname', says: 'Surname.' },
  title: { type: 'text', field: 'title', says: 'Form of address.' },
  email: { type: 'text', field: 'emailaddress', says: 'Main e-mail address.' },
  phone_number: { type: 'text', field: 'phonenumber', says: 'Telephone.' },
  mobile_number: { type: 'text', field: 'mobilenumber', says: 'Mobile telephone.' },
  site_id: { type: 'integer', field: 'site_id', says: 'Site: halo_id in sites.' },
  site_name: { type: 'text', field: 'site_name', says: 'Name of the site.' },
  client_id: { type: 'integer', field: 'client_id', says: 'Client.' },
  client_name: { type: 'text', field: 'client_name', says: 'Name of the client.' },
  is_inactive: {
    type: 'boolean',
    field: 'inactive',
    says: 'Whether it is switched off in Halo; people who left are this rather than deleted.',
  },
  is_important_contact: {
    type: 'boolean',
    field: 'isimportantcontact',
    says: 'Whether marked as an important contact.',
  },
  is_service_account: {
    type: 'boolean',
    field: 'isserviceaccount',
    says: 'Whether it is a service account, not a person.',
  },
  linked_agent_id: { type: 'integer', field: 'linked_agent_id', says: 'The agent who is the same person. 0 is none.' },
  last_login_at: { type: 'timestamptz', field: 'lastlogindate', says: 'Last sign-in to the portal, UTC.' },
} satisfies PublicEntity['columns'];

export const publicUser: PublicEntity = {
  entity: 'user',
  columns: userColumns,
  reports: [],
  times: { createdAt: 'datecreated', updatedAt: 'ulastupdate' },
};
