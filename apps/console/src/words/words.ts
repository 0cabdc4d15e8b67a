import { connect } from './connect';
import { connection, webhook } from './connection';
import { apiKeys, data, settings } from './data';
import { calls, deadLetters, deliveries, lists, runs } from './lists';
import { gallery, overview } from './overview';
import { programs } from './programs';
import { session } from './session';
import { errors, shell } from './shell';
import { entities, marks, verdict } from './verdict';

/** Every text that people read, in one place and typed. Halo's own menu names stay English. */
export const words = {
  shell,
  errors,
  session,
  overview,
  gallery,
  connect,
  entities,
  marks,
  verdict,
  connection,
  webhook,
  lists,
  runs,
  deliveries,
  calls,
  deadLetters,
  data,
  settings,
  apiKeys,
  programs,
} as const;
