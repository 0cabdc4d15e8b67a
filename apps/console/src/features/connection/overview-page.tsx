import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { runQuery } from '../../api/connections';
import type { Connection, EntityName, Run } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { words } from '../../words/words';
import { Actions } from './actions';
import { BudgetCard } from './budget-card';
import { EntityCard } from './entity-card';
import { KeyFacts } from './key-facts';
import { LossCard } from './loss-card';
import { VerdictBanner } from './verdict-banner';
import { Warnings } from './warnings';
import styles from './overview-page.module.css';

const names = Object.keys(words.entities.many) as EntityName[]; // the keys of the words

/** Whether this connection's numbers may be trusted, with the proof below. */
export function ConnectionOverviewPage() {
  const { id } = useParams({ from: '/signed-in/connections/$id' });
  return (
    <ConnectionPage id={id} actions={(connection) => <Actions connection={connection} />}>
      {(connection) => <Overview connection={connection} />}
    </ConnectionPage>
  );
}

function Overview({ connection }: { connection: Connection }) {
  const run = useLastRun(connection);
  return (
    <div className={styles['overview']}>
      <div className={styles['top']}>
        <VerdictBanner connection={connection} run={run} />
        <KeyFacts connection={connection} />
      </div>
      <Warnings connection={connection} />
      <ul className={styles['cards']}>
        {names.map((name) => (
          <EntityCard key={name} connection={connection} run={run} name={name} />
        ))}
      </ul>
      <div className={styles['pair']}>
        <BudgetCard connection={connection} />
        <LossCard id={connection.id} />
      </div>
    </div>
  );
}

/** The run under way, or the last one. */
function useLastRun({ runId }: Connection): Run | undefined {
  const { data } = useQuery({ ...runQuery(runId ?? ''), enabled: runId !== undefined });
  return data;
}
