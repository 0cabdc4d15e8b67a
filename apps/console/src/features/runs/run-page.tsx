import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { call } from '../../api/call';
import { runQuery } from '../../api/connections';
import { usePages, itemsOf } from '../../api/pages';
import { useMay } from '../../api/session';
import type { Repair, Run } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { count } from '../../format/number';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Facts } from '../../ui/facts';
import { MarkChip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { Region } from '../../ui/region';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { FourCounts } from './four-counts';
import { runMarks } from './run-mark';
import styles from './run-page.module.css';

/** One run: how it ended, by which counts, and what it put right. */
export function RunPage() {
  const { id, runId } = useParams({ from: '/signed-in/connections/$id/runs/$runId' });
  const run = useQuery(runQuery(runId));
  return (
    <ConnectionPage
      id={id}
      title={run.data === undefined ? words.connection.tabs.runs : words.runs.modes[run.data.mode]}
      crumbs={[{ label: words.connection.tabs.runs, to: '/connections/$id/runs', params: { id } }]}
      actions={() => run.data?.endedAt === null && <Cancel run={run.data} />}
    >
      {() => (
        <Region query={run}>
          {(held) => (
            <>
              <Card>
                <Facts
                  facts={[
                    [
                      words.runs.state,
                      <MarkChip key="state" mark={runMarks[held.state]}>
                        {words.runs.states[held.state]}
                      </MarkChip>,
                    ],
                    [words.runs.started, <Moment key="started" at={held.startedAt} />],
                    [words.runs.calls, count(held.calls)],
                    [words.runs.why, held.askedBy === null ? held.reason : words.runs.askedBy(held.askedBy)],
                  ]}
                />
              </Card>
              <Card title={words.runs.counts}>
                <p className={styles['help']}>{words.runs.countsHelp}</p>
                <FourCounts run={held} />
              </Card>
              <Repairs connectionId={id} runId={runId} />
            </>
          )}
        </Region>
      )}
    </ConnectionPage>
  );
}

function Repairs({ connectionId, runId }: { connectionId: string; runId: string }) {
  const pages = usePages<Repair>(`/runs/${runId}/repairs`);
  const repairs = itemsOf(pages) ?? [];
  return (
    <Card title={words.runs.repairs}>
      {repairs.length === 0 ? (
        <p className={styles['help']}>{words.runs.noRepairs}</p>
      ) : (
        <ul className={styles['repairs']}>
          {repairs.map(({ entity, haloId, why, fields, revision }) => (
            <li key={`${entity}${String(haloId)}${String(revision)}`}>
              <Link
                to="/connections/$id/data/$entity/$haloId"
                params={{ id: connectionId, entity, haloId: String(haloId) }}
              >
                {words.entities.one[entity]} {haloId}
              </Link>{' '}
              {words.runs.reasons[why]}
              {fields.length > 0 && <span className={styles['help']}> ({fields.join(', ')})</span>}
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{words.lists.more}</Button>}
    </Card>
  );
}

function Cancel({ run }: { run: Run }) {
  const mayCancel = useMay('operator');
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call<Run>('POST', `/runs/${run.id}/cancel`),
    onSuccess: (ended) => queries.setQueryData(runQuery(run.id).queryKey, ended),
    onError: (error) => toast(error.message),
  });
  if (!mayCancel) return null;
  return (
    <ConfirmDialog
      trigger={<Button>{words.runs.cancel}</Button>}
      title={words.runs.cancelTitle}
      action={words.runs.cancelDo}
      onConfirm={() => cancel.mutate()}
    >
      <p>{words.runs.cancelText}</p>
    </ConfirmDialog>
  );
}
