import type { CopyFacts } from '@halosync/contracts';
import { readCopyFacts, recordContracts } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import { isJsonObject, isSparse, readJson } from '@halosync/halo-json';
import type { IncomingMessage } from '@halosync/kafka';
import type { Copy } from './copy';
import type { AnyEntityDefinition } from './entity-definition';

/** A copy with the facts of its message. */
export interface Candidate {
  readonly facts: CopyFacts;
  readonly copy: Copy;
  /** Where its message lay on `received`, for the history; absent where it came from no topic. */
  readonly place?: { readonly partition: number; readonly offset: string };
}

/**
 * Message → contract → candidate.
 * @throws AppError `record_unreadable` or `record_invalid`: poison, whoever reads it and however often.
 */
export function decodeMessage(definition: AnyEntityDefinition, message: IncomingMessage): Candidate {
  const facts = readCopyFacts(message.key, message.headers);
  const place = { partition: message.partition, offset: message.offset };
  const times = { validFrom: facts.validFrom, knownAt: facts.knownAt };
  if (message.value === null) return { facts, place, copy: absent(times) };

  const record = readRecord(message.value);
  if (!isJsonObject(record)) throw new AppError('record_invalid', 'A record must be a JSON object.');
  const parsed = definition.schema.safeParse(record);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, 10)
      .map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`);
    throw new AppError('record_invalid', `The record breaks its contract: ${problems.join('; ')}.`);
  }
  if (parsed.data.id !== facts.haloId)
    throw new AppError('record_invalid', `The record's id ${parsed.data.id} is not its message's ${facts.haloId}.`);

  // A deleted ticket is hidden, not gone: read by id it counts as absent; told by anybody else it is only a hint.
  if (parsed.data.deleted === true) {
    return {
      facts,
      place,
      copy: facts.kind === 'record' ? absent(times) : { ...absent(times), isAbsent: false, validFrom: null },
    };
  }
  return {
    facts,
    place,
    copy: {
      fields: carriedFields(definition, facts, record),
      isWhole: facts.isWhole && (facts.kind !== 'webhook' || carriesDetails(definition, record)),
      isAbsent: false,
      sourceTime: definition.sourceTime(parsed.data),
      ...times,
    },
  };
}

function readRecord(value: Uint8Array): JsonValue {
  try {
    return readJson(value);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'body_unreadable') throw error;
    // A body that is a record: unreadable once is unreadable for ever.
    throw new AppError('record_unreadable', error.message, { cause: error, details: error.details });
  }
}

function absent(times: { readonly validFrom: Date | null; readonly knownAt: Date }): Copy {
  return { fields: {}, isWhole: true, isAbsent: true, sourceTime: null, ...times };
}

/**
 * Whether a webhook's payload can be the whole record: its webhook may have been switched to small ones since it was last
 * looked at, and a small one that passed for whole would call old details new.
 */
function carriesDetails(definition: AnyEntityDefinition, record: JsonObject): boolean {
  return recordContracts[definition.name].detailOnly.some((name) => !isSparse(record[name]) && record[name] !== '');
}

/** Without the empty fields that only a read by id fills: left in, they would erase the details held. */
function carriedFields(definition: AnyEntityDefinition, facts: CopyFacts, record: JsonObject): JsonObject {
  const { detailOnly, askedInLists, modifiedField } = recordContracts[definition.name];
  if (facts.kind === 'record') {
    // In a whole record a missing modified time is carried, as null.
    return record[modifiedField] === undefined ? { ...record, [modifiedField]: null } : record;
  }
  const isLeftOut = (name: string, value: JsonValue | undefined): boolean =>
    detailOnly.includes(name) &&
    isSparse(value) &&
    !(facts.kind === 'list' && askedInLists.includes(name) && Array.isArray(value));
  const names = Object.keys(record);
  if (!names.some((name) => isLeftOut(name, record[name]))) return record;
  return Object.fromEntries(
    names.filter((name) => !isLeftOut(name, record[name])).map((name) => [name, record[name] ?? null]),
  );
}
