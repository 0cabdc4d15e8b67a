import { join } from 'node:path';
import { ratio, type Finding } from '../finding';
import { cpuSeconds } from '../cpu-time';
import { runLoad, startPeer } from '../peer-process';
import { ticketsFile, type Stage } from '../stage';
import { eventuallyDrained } from './inbox-drained';

const CONNECTIONS = 64;
const SECONDS = 6;
const WARM_UP_SECONDS = 3;

interface Contender {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** Work that the answers left behind is part of the price. */
  readonly settle: () => Promise<void>;
  readonly perSecond: number[];
  readonly cpuMicros: number[];
}

/** Webhooks into a durable inbox, beside a server that only parses and answers, and beside the usual Nest handler. */
export async function ingress(stage: Stage, rounds: number): Promise<Finding[]> {
  const { guardian, folder, settings } = stage;
  const topics = await stage.topicsFor('nest-send');
  const callbackUrl = await stage.callbackUrl();
  const bare = await startPeer('bare-http', { guardian, logFile: join(folder, 'bare-http.log') });
  const nest = await startPeer('nest-send', {
    guardian,
    logFile: join(folder, 'nest-send.log'),
    env: { BROKERS: settings.kafkaBrokers.join(','), TOPIC: `${topics}.ticket.received` },
  });
  const nothing = (): Promise<void> => Promise.resolve();
  const path = new URL(callbackUrl).pathname;
  const contenders: Contender[] = [
    contender('bare node:http', `http://127.0.0.1:${String(bare.port)}${path}`, bare.process.pid, nothing),
    contender('gateway', callbackUrl, stage.programs.pid('gateway'), () => eventuallyDrained(stage.pool)),
    contender('usual Nest', `http://127.0.0.1:${String(nest.port)}${path}`, nest.process.pid, nothing),
  ];
  try {
    for (const one of contenders) await measure(stage, one, WARM_UP_SECONDS);
    for (let round = 1; round <= rounds; round += 1) {
      for (const one of contenders) {
        const { perSecond, cpuMicros } = await measure(stage, one, SECONDS);
        one.perSecond.push(perSecond);
        one.cpuMicros.push(cpuMicros);
        stage.say(
          `ingress ${String(round)}/${String(rounds)} ${one.name}: ${perSecond.toFixed(0)} /s, ${cpuMicros.toFixed(0)} µs of CPU each`,
        );
      }
    }
  } finally {
    await Promise.all([bare.process.stop(), nest.process.stop(), stage.programs.stop('gateway')]);
  }
  const [atBest, ours, usual] = contenders.map((one) => ({
    rate: { name: one.name, unit: '/s', perRound: one.perSecond },
    cpu: { name: one.name, unit: 'µs', perRound: one.cpuMicros },
  }));
  if (atBest === undefined || ours === undefined || usual === undefined) throw new Error('three were to be compared');
  return [
    ratio('webhook ingress, durable ÷ bare node:http', { atLeast: 0.45 }, ours.rate, atBest.rate),
    ratio('CPU per webhook, publishing included ÷ bare node:http', { atMost: 3 }, ours.cpu, atBest.cpu),
    ratio('webhook ingress ÷ usual Nest with a send per request', { atLeast: 5 }, ours.rate, usual.rate),
  ];
}

function contender(name: string, url: string, pid: number, settle: () => Promise<void>): Contender {
  return { name, url, pid, settle, perSecond: [], cpuMicros: [] };
}

async function measure(
  { guardian, folder }: Stage,
  { url, pid, settle }: Contender,
  seconds: number,
): Promise<{ perSecond: number; cpuMicros: number }> {
  const before = cpuSeconds(pid);
  const load = await runLoad(
    { url, ticketsFile: ticketsFile({ folder }), connections: CONNECTIONS, seconds },
    guardian,
  );
  await settle();
  return {
    perSecond: load.answered / load.seconds,
    cpuMicros: ((cpuSeconds(pid) - before) * 1e6) / load.answered,
  };
}
