import type { ConnectionTest, ConnectionValues, ConnectionWarning, Exchange, HaloCall } from '@halosync/halo-client';
import { authInfo, haloInstance, normaliseUrl, testConnection } from '@halosync/halo-client';
import type { HaloGate } from '../gate/halo-gate';
import { clockOffsetMs } from './clock-offset';
import type { DatedAnswer } from './clock-offset';
import type { HeldSelfTest } from './connection';
import type { Instances } from './instances';

export interface Trial extends ConnectionTest {
  /** Made while it was tried; they become the connection's. */
  readonly callIds: readonly string[];
  /** The slowest answer to a list: a page of a hundred is among them where there are as many. */
  readonly pageSeconds: number;
  readonly selfTest: HeldSelfTest;
}

export interface TrialParts {
  readonly gate: HaloGate;
  readonly instances: Instances;
  readonly checkUrl: (url: string) => void;
}

/**
 * Tries five values against Halo. Nothing is saved yet, and still every call is counted: for the instance that the
 * address is known to be, and from the answer of authinfo on for the one that it says it is.
 * @param askedBy the person or API key, for the ledger.
 * @throws AppError of a refused connection, its `errors` naming the fields.
 */
export async function tryValues(
  values: ConnectionValues,
  askedBy: string | null,
  { gate, instances, checkUrl }: TrialParts,
): Promise<Trial> {
  const callIds: string[] = [];
  const answers: DatedAnswer[] = [];
  let instance: string | undefined;
  let slowestListMs = 0;
  const send = async (call: HaloCall): Promise<Exchange> => {
    // Only called with values whose URLs passed.
    instance ??= await instances.known(normalised(values));
    await instances.ensureForTest(instance);
    const { exchange, callId, validFrom, knownAt } = await gate.call(
      { id: null, instance },
      { lane: 'console', reason: `test ${call.kind}`, askedBy },
      call,
    );
    callIds.push(callId);
    if (call.kind === 'list') slowestListMs = Math.max(slowestListMs, exchange.ms);
    answers.push({ validFrom, knownAt, date: exchange.headers['date'] });
    if (call.kind === 'authinfo') instance = await instanceSaid(values, exchange);
    return exchange;
  };
  const test = await testConnection(values, { send, checkUrl });
  await instances.learn(test.values, test.instance.key);
  const offset = clockOffsetMs(answers);
  const testedAt = (answers.at(-1)?.knownAt ?? new Date(0)).toISOString();
  const selfTest = { ...test.selfTest, testedAt, clockOffsetMs: offset };
  const warnings = [...test.warnings, ...clockSkew(offset)];
  return { ...test, selfTest, callIds, pageSeconds: slowestListMs / 1_000, warnings };
}

// A window for changes begins minutes before the last run: less than this disturbs nothing.
const NOTABLE_SKEW_MS = 30_000;

function clockSkew(offset: number | null): ConnectionWarning[] {
  if (offset === null || Math.abs(offset) < NOTABLE_SKEW_MS) return [];
  const seconds = Math.round(Math.abs(offset) / 1_000);
  return [
    {
      field: 'connection',
      code: 'clock_skew',
      message: `Halo's clock is ${seconds} s ${offset > 0 ? 'ahead of' : 'behind'} ours.`,
      hint: "We allow for it. Set this server's clock (NTP).",
    },
  ];
}

/** What an answer of authinfo makes of the address; the same reading as the test's own. */
async function instanceSaid(values: ConnectionValues, exchange: Exchange): Promise<string> {
  const { resourceUrl, tenant } = normalised(values);
  const info = await authInfo(new URL(resourceUrl).origin, () => Promise.resolve(exchange));
  return haloInstance({ resourceUrl, tenant }, info).key;
}

const normalised = ({ resourceUrl, tenant }: ConnectionValues) => ({ resourceUrl: normaliseUrl(resourceUrl), tenant });
