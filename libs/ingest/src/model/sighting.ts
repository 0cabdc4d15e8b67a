import type { CopyFacts } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { Candidate } from '../decode-message';
import type { RecordState } from './record-state';
import { CORE, DETAILS, isDeleted, MODIFIED } from './record-state';
import { instant } from './timeline';

/** A copy on its way, with the state in Halo that it shows: the mirror sees the one, the witness the other. */
export interface Sighting {
  readonly candidate: Candidate;
  readonly seen: RecordState;
}

export interface SightingTerms {
  readonly deliveryId: string;
  readonly part?: number;
  readonly kind: CopyFacts['kind'];
  readonly isWhole: boolean;
  readonly carriesTime: boolean;
  /** Model times. */
  readonly validFrom: number | null;
  readonly knownAt: number;
}

export const CONNECTION = '018f0000-0000-7000-8000-000000000001';

export function sighting(seen: RecordState, terms: SightingTerms): Sighting {
  const { kind, isWhole, carriesTime } = terms;
  const validFrom = terms.validFrom === null ? null : instant(terms.validFrom);
  const times = { validFrom, knownAt: instant(terms.knownAt) };
  const facts: CopyFacts = {
    connectionId: CONNECTION,
    haloId: seen.id,
    generation: 1,
    deliveryId: terms.deliveryId,
    part: terms.part ?? 0,
    kind,
    learnedBy: kind === 'record' ? 'refetch' : kind === 'list' ? 'delta' : 'webhook',
    isWhole,
    runId: null,
    callId: null,
    ...times,
  };
  if (isDeleted(seen)) {
    // As the decoder has it: absent if read by id, else a touch that comes dressed as a copy.
    const isAbsent = kind === 'record';
    return {
      candidate: { facts, copy: { fields: {}, isWhole: true, isAbsent, sourceTime: null, ...times } },
      seen,
    };
  }
  const sourceTime = carriesTime ? instant(seen.modified) : null;
  return {
    candidate: {
      facts,
      copy: { fields: carried(seen, sourceTime, terms), isWhole, isAbsent: false, sourceTime, ...times },
    },
    seen,
  };
}

function carried(seen: RecordState, sourceTime: Date | null, { kind, isWhole }: SightingTerms): JsonObject {
  const names: readonly string[] = isWhole ? [...CORE, ...DETAILS] : CORE;
  const fields = Object.fromEntries(names.map((name) => [name, seen.fields[name] ?? null]));
  if (sourceTime !== null) return { ...fields, [MODIFIED]: sourceTime.toISOString() };
  // In a whole record a missing modified time is carried, as null.
  return kind === 'record' ? { ...fields, [MODIFIED]: null } : fields;
}
