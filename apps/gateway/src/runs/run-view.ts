import type { RunView, connectorProto } from '@halosync/contracts';
import { isEntityName, runModes, runStates } from '@halosync/contracts';
import { AppError } from '@halosync/errors';

/** A run as the API shows it. */
export function runView(run: connectorProto.Run): RunView {
  const entities: RunView['entities'] = {};
  for (const { entity, inHalo, held, detail, etaSeconds, ...counts } of run.entities) {
    if (!isEntityName(entity)) continue;
    entities[entity] = {
      ...counts,
      inHalo: inHalo < 0 ? null : inHalo,
      inPostgres: held < 0 ? null : held,
      detail: detail === '' ? null : detail,
      ...(etaSeconds < 0 ? {} : { etaSeconds }),
    };
  }
  return {
    id: run.id,
    connectionId: run.connectionId,
    mode: wordOf(runModes, run.mode),
    state: wordOf(runStates, run.state),
    startedAt: run.startedAt === '' ? null : run.startedAt,
    endedAt: run.endedAt === '' ? null : run.endedAt,
    ...(run.etaSeconds < 0 ? {} : { etaSeconds: run.etaSeconds }),
    calls: run.calls,
    reason: run.reason,
    askedBy: run.askedBy === '' ? null : run.askedBy,
    entities,
  };
}

function wordOf<Word extends string>(words: readonly Word[], given: string): Word {
  const word = words.find((candidate) => candidate === given);
  if (word === undefined)
    throw new AppError('internal', `The connector speaks of a run as ${given}, which is no word of the contract.`);
  return word;
}
