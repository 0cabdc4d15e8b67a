import { describeEntityContract } from '@halosync/ingest/testing';
import { userProgram } from './user.program';

describeEntityContract(userProgram, {
  record: (id, modified) => ({
    id,
    name: 'Ann Lee',
    emailaddress: 'ann@birch.example',
    site_id: 18,
    ulastupdate: modified,
  }),
  change: { name: 'Ann O’Lee 👩‍💻', site_id: 19 },
  modifiedField: 'ulastupdate',
});
