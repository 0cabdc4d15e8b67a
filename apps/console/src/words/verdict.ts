import { plural } from './plural';

const one = { ticket: 'Ticket', site: 'Site', user: 'User', invoice: 'Invoice' } as const;
const many = { ticket: 'Tickets', site: 'Sites', user: 'Users', invoice: 'Invoices' } as const;

/** The kinds of record. */
export const entities = { one, many } as const;

export const marks = {
  complete: 'Complete',
  syncing: 'Syncing',
  exceptions: 'With exceptions',
  needs_you: 'Needs you',
  waiting: 'Waiting',
  paused: 'Paused',
} as const;

/** The sentence that says whether the numbers may be trusted, and the line below it. */
export const verdict = {
  signInRefused: 'Halo refuses our sign-in',
  signInRefusedDetail: 'Webhooks still arrive and are kept. Nothing else can be read until the secret works again.',
  vanished: 'Records vanished from Halo at once; we deleted nothing',
  forbidden: (what: string) => `${what}: Halo refuses to list them`,
  stalled: (what: string, at: string) => `${what} stand still at ${at}`,
  stalledDetail: 'The run does not get any further. It is tried again by itself.',
  incomplete: (what: string) => `${what} are incomplete`,
  incompleteMissing: (what: string, missing: string, total: string) =>
    `${what} are incomplete: ${missing} of ${total} missing`,
  incompleteDetail: 'The next look compares again and puts right what differs.',
  webhookOff: 'Halo switched our webhook off',
  webhookMissing: 'Halo has no webhook of ours',
  webhookDiffers: 'The webhook in Halo is not as it must be',
  webhookDetail: 'Changes arrive within 5 min instead of seconds.',
  paused: 'Paused; webhooks are kept',
  pausedDetail: 'Nothing is asked of Halo until somebody resumes. What changed meanwhile is made up for.',
  waiting: 'The first sync is about to start',
  waitingDetail: 'It needs no help from you.',
  firstSync: (percent: number, ready: string | null) =>
    ready === null ? `First sync: ${String(percent)} %` : `First sync: ${String(percent)} %, ready at about ${ready}`,
  firstSyncDetail: (have: string, of: string) =>
    `${have} of ${of} records. Changes made in Halo meanwhile arrive by webhook, ahead of this run.`,
  firstSyncBegins: 'Counting what Halo has.',
  exceptions: (count: number, asOf: string) => `Complete but for ${plural(count, 'record', 'records')}, as of ${asOf}`,
  exceptionsDetail: 'They are in dead letters, with the reason for each.',
  complete: (asOf: string) => `Complete as of ${asOf}`,
  completeDetail: (count: string) => `${count} of ${count} records: everything in Halo is in Postgres, and live.`,
  differsDetail: (have: string, of: string) =>
    `${have} rows in Postgres; Halo listed ${of} when it was last compared. Webhooks have moved on since.`,
  checking: (what: string) => `Checking now: ${what}.`,
  actions: {
    replace_secret: 'Replace the secret',
    webhook: 'Look at the webhook',
    dead_letters: 'Review',
    resume: 'Resume',
    sync: 'Try now',
  },
} as const;
