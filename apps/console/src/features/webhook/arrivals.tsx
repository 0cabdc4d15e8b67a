import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed } from 'lucide-react';
import type { Webhook } from '../../api/types';
import { Card } from '../../ui/card';
import { Moment } from '../../ui/moment';
import { words } from '../../words/words';
import { seenEvents } from './seen-events';
import { arrivalsQuery } from './webhook-api';
import styles from './arrivals.module.css';

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The eleven events, each with the time it last came, while one watches. */
export function Arrivals({ id, webhook }: { id: string; webhook: Webhook }) {
  const { data: arrivals = [] } = useQuery(arrivalsQuery(id));
  const events = seenEvents(webhook.events, arrivals);
  const seen = events.filter(({ lastAt }) => lastAt !== null).length;
  return (
    <Card title={words.webhook.watch} aside={<span className={styles['seen']}>{words.webhook.seen(seen)}</span>}>
      <ul className={styles['events']}>
        {events.map(({ event, lastAt }) => (
          <li key={event} data-seen={lastAt !== null || undefined}>
            {lastAt === null ? <CircleDashed {...icon} /> : <CircleCheck {...icon} />}
            <span lang="en">{event}</span>
            <span className={styles['when']}>
              {lastAt === null ? words.webhook.waitingForFirst : <Moment at={lastAt} relative />}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles['foot']}>{words.webhook.foot}</p>
    </Card>
  );
}
