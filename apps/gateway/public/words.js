// How the status page speaks: names, states, numbers and times.
export const ENTITIES = { ticket: 'Tickets', site: 'Sites', user: 'Users', invoice: 'Invoices' };
export const STATES = {
  queued: ['Waiting', 'idle'],
  never: ['Not read yet', 'idle'],
  running: ['Reading', 'run'],
  complete: ['Complete', 'ok'],
  complete_with_exceptions: ['Complete, with exceptions', 'warn'],
  incomplete: ['Incomplete', 'bad'],
  stalled: ['Stalled', 'bad'],
  cancelled: ['Cancelled', 'idle'],
};
const SHAPES = { ok: '✓', run: '⟳', warn: '△', bad: '⬣', idle: '○' };

export const number = new Intl.NumberFormat();
export const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
export const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Touches the page only where something changed, so that focus, selection and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setChip(element, words, tone) {
  if (element.dataset.tone !== tone) element.dataset.tone = tone;
  setText(element, `${SHAPES[tone]} ${words}`);
}

/** How much of the budget is used, and what keeps it from more. */
export function budgetWords({ used, limit, windowSeconds, waiting, blockedUntil, ...why }) {
  const words = [`${used} of ${limit} calls in ${windowSeconds / 60} min used`, `${waiting} waiting`];
  const { configuredLimit, learnedLimit, nextTrial, sharePercent } = why;
  if (blockedUntil !== null) words.push(`Halo said wait until ${clock.format(new Date(blockedUntil))}`);
  if (learnedLimit !== null) words.push(`Halo allows ${learnedLimit} instead of ${configuredLimit}`);
  if (nextTrial !== null) words.push(`${nextTrial.limit} is tried at ${moment.format(new Date(nextTrial.at))}`);
  if (sharePercent < 100) words.push(`${sharePercent} % of it is ours`);
  return words.join(', ');
}
