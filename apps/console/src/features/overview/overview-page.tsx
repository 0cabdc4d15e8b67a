import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { connectionsQuery } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Connection } from '../../api/types';
import { count } from '../../format/number';
import { Page } from '../../shell/page';
import { ButtonLink } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { MarkIcon } from '../../ui/mark';
import { Moment, useNow } from '../../ui/moment';
import { Region } from '../../ui/region';
import type { Mark } from '../../verdict/verdict';
import { verdictOf } from '../../verdict/verdict-of';
import { words } from '../../words/words';
import styles from './overview-page.module.css';

// Worst first.
const order: readonly Mark[] = ['needs_you', 'exceptions', 'syncing', 'waiting', 'paused', 'complete'];

/** One row per connection, the one that needs somebody first. */
export function OverviewPage() {
  const connections = useQuery(connectionsQuery);
  const now = useNow(10_000);
  return (
    <Page title={words.shell.overview}>
      <Region query={connections}>
        {(items) => {
          if (items.length === 0) return <Nothing />;
          const judged = items
            .map((connection) => ({ connection, verdict: verdictOf(connection, undefined, now) }))
            .sort((a, b) => order.indexOf(a.verdict.mark) - order.indexOf(b.verdict.mark));
          return (
            <ul className={styles['rows']}>
              {judged.map(({ connection, verdict: { mark, sentence } }) => (
                <li key={connection.id} className={styles['row']} data-mark={mark}>
                  <MarkIcon mark={mark} size={28} />
                  <div className={styles['words']}>
                    <h2>
                      <Link to="/connections/$id" params={{ id: connection.id }}>
                        {connection.name}
                      </Link>
                    </h2>
                    <p>{sentence}</p>
                  </div>
                  <Figures connection={connection} />
                </li>
              ))}
            </ul>
          );
        }}
      </Region>
    </Page>
  );
}

function Figures({ connection: { entities, budget } }: { connection: Connection }) {
  const all = Object.values(entities);
  const heard = all
    .map(({ lastWebhookAt }) => lastWebhookAt)
    .filter((at) => at !== null)
    .sort();
  const lastWebhook = heard.at(-1);
  return (
    <dl className={styles['figures']}>
      <Figure
        name={words.overview.records}
        value={count(all.reduce((sum, { inPostgres }) => sum + (inPostgres ?? 0), 0))}
      />
      <div>
        <dt>{words.overview.lastWebhook}</dt>
        <dd>{lastWebhook === undefined ? words.overview.never : <Moment at={lastWebhook} relative />}</dd>
      </div>
      <Figure name={words.overview.budget} value={`${count(budget.used)} / ${count(budget.limit)}`} />
      <Figure
        name={words.overview.deadLetters}
        value={count(all.reduce((sum, { deadLetters }) => sum + deadLetters, 0))}
      />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Nothing() {
  const mayConnect = useMay('admin');
  return (
    <EmptyState
      title={words.overview.empty}
      action={
        mayConnect && (
          <ButtonLink to="/integrations" look="primary">
            {words.overview.connect}
          </ButtonLink>
        )
      }
    >
      {mayConnect ? words.overview.emptyDetail : words.overview.emptyViewer}
    </EmptyState>
  );
}
