import type { connectorProto, testResultSchema } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import type { z } from 'zod';
import { selfTestView } from './self-test-view';

type TestResultView = z.output<typeof testResultSchema>;

/** A test that passed; one that did not is answered as a problem. */
export function testResultView({ result }: connectorProto.TestConnectionResponse): TestResultView {
  const entities: TestResultView['entities'] = {};
  for (const { entity, readable, recordCount } of result?.entities ?? []) {
    if (isEntityName(entity)) entities[entity] = { readable, recordCount: recordCount < 0 ? null : recordCount };
  }
  return {
    ok: true,
    steps: result?.steps ?? [],
    entities,
    warnings: result?.warnings ?? [],
    selfTest: selfTestView(result?.selfTest),
    forecast: forecastView(result?.forecast),
  };
}

function forecastView(forecast: connectorProto.Forecast | null | undefined): TestResultView['forecast'] {
  const entities: TestResultView['forecast']['entities'] = {};
  for (const { entity, records, calls, seconds } of forecast?.entities ?? [])
    if (isEntityName(entity)) entities[entity] = { records, calls, seconds };
  const { calls, seconds, words } = forecast ?? { calls: 0, seconds: 0, words: '' };
  return { calls, seconds, words, entities };
}
