import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Connection } from '../../api/types';
import { duration } from '../../format/duration';
import { count, share } from '../../format/number';
import { Moment } from '../../ui/moment';
import { words } from '../../words/words';
import { lossQuery } from './loss-query';
import styles from './key-facts.module.css';

/** How fresh, how trustworthy the webhooks, and what it costs. */
export function KeyFacts({ connection: { id, entities, budget } }: { connection: Connection }) {
  const { data: loss } = useQuery(lossQuery(id));
  const all = Object.values(entities);
  const last = all
    .map(({ lastWebhookAt }) => lastWebhookAt)
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  const received = all.reduce((sum, { webhooksReceived }) => sum + webhooksReceived, 0);
  const changes = loss === undefined ? 0 : loss.total.told + loss.total.lost;
  return (
    <dl className={styles['facts']} aria-label={words.connection.facts}>
      <Fact
        name={words.connection.lastWebhook}
        value={last === undefined ? words.connection.noWebhook : <Moment at={last} relative />}
        note={words.connection.received(received)}
      />
      <Fact
        name={words.connection.lost}
        // A share of a handful says less than the handful.
        value={
          loss === undefined || changes === 0 ? '–' : changes < 50 ? count(loss.total.lost) : share(loss.total.share)
        }
        note={
          loss === undefined || changes === 0
            ? words.connection.nothingChanged
            : words.connection.lostOf(count(loss.total.lost), count(changes))
        }
      />
      <Fact
        name={words.connection.budget(duration(budget.windowSeconds))}
        value={words.connection.budgetOf(count(budget.used), count(budget.limit))}
        note={words.connection.budgetWaiting(budget.waiting)}
      />
    </dl>
  );
}

function Fact({ name, value, note }: { name: string; value: ReactNode; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles['value']}>{value}</dd>
      <dd className={styles['note']}>{note}</dd>
    </div>
  );
}
