import type { ConnectionView, connectorProto } from '@halosync/contracts';

/** A budget as the API shows it; zeros where the connector told of none. On the wire an absent message is null. */
export function budgetView(held: connectorProto.Budget | null | undefined): ConnectionView['budget'] {
  const learnedHow = held?.learnedHow;
  const trialAt = instantOrNull(held?.trialAt);
  return {
    limit: held?.limit ?? 0,
    windowSeconds: held?.windowSeconds ?? 0,
    used: held?.used ?? 0,
    waiting: held?.waiting ?? 0,
    blockedUntil: instantOrNull(held?.blockedUntil),
    configuredLimit: held?.configuredLimit ?? 0,
    sharePercent: held?.sharePercent ?? 100,
    learnedLimit: countOrNull(held?.learnedLimit),
    learnedHow: learnedHow === 'told' || learnedHow === 'lowered' ? learnedHow : null,
    learnedSince: instantOrNull(held?.learnedSince),
    nextTrial: trialAt === null ? null : { limit: held?.trialLimit ?? 0, at: trialAt },
    lanes: held?.lanes ?? [],
  };
}

function instantOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function countOrNull(count: number | undefined): number | null {
  return count === undefined || count === 0 ? null : count;
}
