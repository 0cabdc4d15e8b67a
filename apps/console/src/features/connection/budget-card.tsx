import type { Connection } from '../../api/types';
import { duration } from '../../format/duration';
import { count } from '../../format/number';
import { clock } from '../../format/time';
import { Card } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { useNow } from '../../ui/moment';
import { words } from '../../words/words';
import styles from './budget-card.module.css';

// The order in which Halo's slots are given, and that of the colours.
const order = ['refetch', 'console', 'delta', 'reconcile', 'backfill'];

/** One bar is the limit; what each lane uses of it, and the same in numbers. */
export function BudgetCard({ connection: { budget } }: { connection: Connection }) {
  const now = useNow(10_000);
  const { limit, used, windowSeconds, blockedUntil, learnedLimit, configuredLimit, nextTrial, sharePercent } = budget;
  const lanes = [...budget.lanes].sort((a, b) => order.indexOf(a.lane) - order.indexOf(b.lane));
  const isBlocked = blockedUntil !== null && new Date(blockedUntil) > now;
  // A cap below the limit leaves room that may not be used.
  const whole = Math.max(limit, used, learnedLimit ?? configuredLimit);
  return (
    <Card
      title={words.connection.budgetTitle}
      aside={<span className="number">{words.connection.budgetOf(count(used), count(limit))}</span>}
    >
      <div className={styles['budget']}>
        <div
          className={styles['gauge']}
          data-blocked={isBlocked || undefined}
          role="img"
          aria-label={words.connection.budgetGauge(count(used), count(limit), duration(windowSeconds))}
        >
          {lanes.map(({ lane, used: share }) => (
            <div
              key={lane}
              className={styles['segment']}
              data-lane={lane}
              style={{ inlineSize: `${String((share / whole) * 100)}%` }}
            />
          ))}
          {limit < whole && (
            <div className={styles['cap']} style={{ insetInlineStart: `${String((limit / whole) * 100)}%` }} />
          )}
        </div>
        {isBlocked && <Notice tone="warn">{words.connection.blockedUntil(clock(new Date(blockedUntil), now))}</Notice>}
        {learnedLimit !== null && (
          <Notice tone="warn">
            {words.connection.learned(count(learnedLimit), count(configuredLimit))}{' '}
            {nextTrial !== null && words.connection.trial(count(nextTrial.limit), clock(new Date(nextTrial.at), now))}
          </Notice>
        )}
        <table className={styles['lanes']}>
          <thead>
            <tr>
              <th scope="col">{words.connection.lane}</th>
              <th scope="col">{words.connection.used}</th>
              <th scope="col">{words.connection.waiting}</th>
            </tr>
          </thead>
          <tbody>
            {lanes.map(({ lane, used: share, waiting }) => (
              <tr key={lane}>
                <th scope="row">
                  <span className={styles['key']} data-lane={lane} aria-hidden />
                  {words.connection.lanes[lane] ?? lane}
                </th>
                <td>{count(share)}</td>
                <td>{count(waiting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {sharePercent < 100 && <p className={styles['note']}>{words.connection.cap(sharePercent)}</p>}
      </div>
    </Card>
  );
}
