import { ratio, type Finding } from '../finding';
import type { Stage } from '../stage';
import { debeziumSink } from '../sinks/debezium-sink';
import { saveSink } from '../sinks/save-sink';
import { serviceSink } from '../sinks/service-sink';

/** One topic into one table: the ticket service beside the Debezium JDBC sink and beside `repository.save`. */
export async function sink(stage: Stage, rounds: number): Promise<Finding[]> {
  await stage.programs.stop('gateway');
  const service = await serviceSink(stage);
  const debezium = await debeziumSink(stage, service.rows);
  const save = await saveSink(stage, service.rows);
  const contenders = [service, debezium, save].map((one) => ({ ...one, perSecond: [] as number[] }));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const one of contenders) {
        const perSecond = await one.measure();
        one.perSecond.push(perSecond);
        stage.say(`sink ${String(round)}/${String(rounds)} ${one.name}: ${perSecond.toFixed(0)} rows/s`);
      }
    }
  } finally {
    for (const one of contenders) await one.stop();
  }
  const [ours, connect, orm] = contenders.map(({ name, perSecond }) => ({ name, unit: 'rows/s', perRound: perSecond }));
  if (ours === undefined || connect === undefined || orm === undefined) throw new Error('three were to be compared');
  return [
    ratio(
      'topic → table with guard, dedupe, history ÷ Debezium JDBC sink, plain upsert',
      { atLeast: 2 },
      ours,
      connect,
    ),
    ratio('the same ÷ @EventPattern + repository.save', { atLeast: 40 }, ours, orm),
  ];
}
