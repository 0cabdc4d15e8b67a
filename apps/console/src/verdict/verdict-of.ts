import type { Connection, EntityName, Run } from '../api/types';
import { readyAt } from '../format/duration';
import { count } from '../format/number';
import { clock } from '../format/time';
import { entities as entityWords, verdict as words } from '../words/verdict';
import { totalProgress } from './progress-of';
import type { Verdict } from './verdict';

const names = Object.keys(entityWords.many) as EntityName[]; // the keys of the words

/**
 * Whether the numbers may be trusted: the first that applies, worst first.
 * @param run the run under way or the last one; without it the sentence has no time of day.
 */
export function verdictOf(connection: Connection, run: Run | undefined, now: Date): Verdict {
  return refusal(connection) ?? shortfall(connection) ?? webhookFault(connection) ?? course(connection, run, now);
}

function refusal({ status, warnings }: Connection): Verdict | null {
  if (status === 'auth_failed')
    return {
      mark: 'needs_you',
      sentence: words.signInRefused,
      detail: words.signInRefusedDetail,
      action: 'replace_secret',
    };
  const brake = warnings.find(({ code }) => code === 'deletions_held_back');
  if (brake !== undefined)
    return { mark: 'needs_you', sentence: words.vanished, detail: `${brake.message} ${brake.hint}`, action: null };
  const forbidden = warnings.filter(({ code }) => code === 'entity_forbidden');
  const [first] = forbidden;
  if (first === undefined) return null;
  const sentence = words.forbidden(listOf(forbidden.map(({ field }) => nameOf(field))));
  return { mark: 'needs_you', sentence, detail: first.hint, action: 'sync' };
}

function shortfall({ entities, status }: Connection): Verdict | null {
  if (status === 'paused') return null;
  for (const name of names) {
    const { state, inHalo, inPostgres, detail } = entities[name];
    const what = entityWords.many[name];
    if (state === 'stalled')
      return {
        mark: 'needs_you',
        sentence: words.stalled(what, count(inPostgres)),
        detail: detail ?? words.stalledDetail,
        action: 'sync',
      };
    if (state !== 'incomplete') continue;
    const missing = (inHalo ?? 0) - (inPostgres ?? 0);
    const sentence =
      missing > 0 ? words.incompleteMissing(what, count(missing), count(inHalo)) : words.incomplete(what);
    return { mark: 'needs_you', sentence, detail: detail ?? words.incompleteDetail, action: 'sync' };
  }
  return null;
}

const webhookSentences: Readonly<Record<string, string>> = {
  webhook_disabled: words.webhookOff,
  webhook_missing: words.webhookMissing,
  webhook_differs: words.webhookDiffers,
};

function webhookFault({ warnings, status, entities }: Connection): Verdict | null {
  // While the first sync runs, its progress is the news.
  if (status === 'paused' || names.some((name) => entities[name].lastCompleteAt === null)) return null;
  const fault = warnings.find(({ code }) => code in webhookSentences);
  if (fault === undefined) return null;
  const sentence = webhookSentences[fault.code] ?? fault.message;
  return { mark: 'exceptions', sentence, detail: words.webhookDetail, action: 'webhook' };
}

/** Nothing is wrong: paused, under way, or complete. */
function course(connection: Connection, run: Run | undefined, now: Date): Verdict {
  const { status, entities } = connection;
  if (status === 'paused')
    return { mark: 'paused', sentence: words.paused, detail: words.pausedDetail, action: 'resume' };
  const all = names.map((name) => entities[name]);
  const asOf = oldest(all.map(({ lastCompleteAt }) => lastCompleteAt));
  if (asOf === null) return firstSync(connection, run, now);
  const running = names.filter((name) => entities[name].state === 'running');
  const checking =
    running.length === 0 ? '' : ` ${words.checking(listOf(running.map((name) => entityWords.many[name])))}`;
  const dead = all.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  if (dead > 0 || all.some(({ state }) => state === 'complete_with_exceptions'))
    return {
      mark: 'exceptions',
      sentence: words.exceptions(dead, clock(asOf, now)),
      detail: words.exceptionsDetail + checking,
      action: 'dead_letters',
    };
  return {
    mark: 'complete',
    sentence: words.complete(clock(asOf, now)),
    detail: proof(connection) + checking,
    action: null,
  };
}

function firstSync(connection: Connection, run: Run | undefined, now: Date): Verdict {
  if (names.every((name) => connection.entities[name].state === 'never'))
    return { mark: 'waiting', sentence: words.waiting, detail: words.waitingDetail, action: null };
  const { have, of, percent } = totalProgress(connection, run);
  const eta = run?.endedAt === null ? run.etaSeconds : undefined;
  return {
    mark: 'syncing',
    sentence: words.firstSync(percent, eta === undefined ? null : clock(readyAt(now, eta), now)),
    detail: of === null ? words.firstSyncBegins : words.firstSyncDetail(count(have), count(of)),
    action: null,
  };
}

function proof({ entities }: Connection): string {
  const inPostgres = names.reduce((sum, name) => sum + (entities[name].inPostgres ?? 0), 0);
  const inHalo = names.reduce((sum, name) => sum + (entities[name].inHalo ?? 0), 0);
  // Kind by kind: equal sums can hide a record too many of one kind and one too few of another.
  return names.every((name) => entities[name].inPostgres === entities[name].inHalo)
    ? words.completeDetail(count(inPostgres))
    : words.differsDetail(count(inPostgres), count(inHalo));
}

function oldest(times: readonly (string | null)[]): Date | null {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return known.length < times.length ? null : new Date(Math.min(...known));
}

const nameOf = (field: string): string =>
  names.find((name) => name === field) === undefined ? field : entityWords.many[field as EntityName]; // just looked up

const listOf = (all: readonly string[]): string => new Intl.ListFormat('en').format(all);
