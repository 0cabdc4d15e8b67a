import { useQuery } from '@tanstack/react-query';
import type { EntityName, WebhookLoss } from '../../api/types';
import { count, share } from '../../format/number';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { Region } from '../../ui/region';
import { words } from '../../words/words';
import { lossQuery } from './loss-query';
import styles from './loss-card.module.css';

type EventName = keyof typeof words.connection.lossEvents;

/** What Halo's webhooks did not tell, by kind of record and event, and the likely cause. */
export function LossCard({ id }: { id: string }) {
  const loss = useQuery(lossQuery(id));
  return (
    <Card title={words.connection.lossTitle}>
      <Region query={loss} rows={3}>
        {(report) => <Loss report={report} />}
      </Region>
    </Card>
  );
}

function Loss({ report: { total, entities, hints } }: { report: WebhookLoss }) {
  if (total.told + total.lost === 0) return <p className={styles['calm']}>{words.connection.lossNothing}</p>;
  const rows = (Object.keys(words.entities.many) as EntityName[]).flatMap((entity) =>
    (Object.keys(words.connection.lossEvents) as EventName[]).map((event) => ({
      entity,
      event,
      ...entities[entity][event],
    })),
  );
  const busy = rows.filter(({ told, lost }) => told + lost > 0);
  return (
    <div className={styles['loss']}>
      {total.lost === 0 && <p className={styles['calm']}>{words.connection.lossNone}</p>}
      {hints.map(({ entity, event, text }) => (
        <Notice key={`${String(entity)}${String(event)}`} tone="warn">
          {text}
        </Notice>
      ))}
      <ul className={styles['rows']}>
        {busy.map(({ entity, event, told, lost, share: part }) => (
          <li key={entity + event}>
            <span>
              {words.entities.many[entity]} {words.connection.lossEvents[event]}
            </span>
            <span className={styles['track']} aria-hidden>
              <span className={styles['bar']} style={{ inlineSize: `${String((part ?? 0) * 100)}%` }} />
            </span>
            <span className="number" title={share(part)}>
              {words.connection.lossRow(count(lost), count(told + lost))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
