import { describeEntityContract } from '@halosync/ingest/testing';
import { siteProgram } from './site.program';

describeEntityContract(siteProgram, {
  record: (id, modified) => ({ id, name: 'Main', client_id: 12, inactive: false, slastupdate: modified }),
  change: { name: 'Zürich Süd', inactive: true },
  modifiedField: 'slastupdate',
});
