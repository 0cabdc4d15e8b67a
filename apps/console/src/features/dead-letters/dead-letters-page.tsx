import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { call } from '../../api/call';
import { itemsOf, usePages } from '../../api/pages';
import { useMay } from '../../api/session';
import type { Connection, DeadLetter, DeadLetterList } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { Notice } from '../../ui/notice';
import { ProblemNotice } from '../../ui/problem-notice';
import { Skeleton } from '../../ui/region';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { Letter } from './letter';
import styles from './dead-letters-page.module.css';

const causes = ['ours', 'data'] as const;
const total = ({ entities }: Connection): number =>
  Object.values(entities).reduce((sum, { deadLetters }) => sum + deadLetters, 0);

/** What failed, whose fault it is, and the way to try it again. */
export function DeadLettersPage() {
  const { id } = useParams({ from: '/signed-in/connections/$id/dead-letters' });
  return (
    <ConnectionPage
      id={id}
      title={words.connection.tabs.deadLetters}
      tabTitle={(connection) => `${words.connection.tabs.deadLetters} (${String(total(connection))})`}
      intro={words.deadLetters.intro}
      actions={(connection) => total(connection) > 0 && <ReplayAll id={id} count={total(connection)} />}
    >
      {() => <Letters id={id} />}
    </ConnectionPage>
  );
}

function Letters({ id }: { id: string }) {
  const pages = usePages<DeadLetter>(`/connections/${id}/dead-letters`);
  const letters = itemsOf(pages);
  // This list tells beside its items whose service did not answer.
  const unavailable = pages.data?.pages.flatMap((page) => (page as DeadLetterList).unavailable) ?? [];
  if (letters === undefined)
    return pages.error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />
    );
  return (
    <div className={styles['groups']}>
      {unavailable.length > 0 && (
        <Notice tone="warn">
          {words.deadLetters.unavailable(unavailable.map((entity) => words.entities.many[entity]).join(', '))}
        </Notice>
      )}
      {letters.length === 0 && <EmptyState title={words.deadLetters.empty}>{words.deadLetters.emptyDetail}</EmptyState>}
      {causes.map((cause) => {
        const group = letters.filter((letter) => letter.cause === cause);
        return (
          group.length > 0 && (
            <Card key={cause} title={`${words.deadLetters.causes[cause]} (${String(group.length)})`} flush>
              <ul>
                {group.map((letter) => (
                  <Letter key={letter.id} connectionId={id} letter={letter} />
                ))}
              </ul>
            </Card>
          )
        );
      })}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{words.lists.more}</Button>}
    </div>
  );
}

function ReplayAll({ id, count }: { id: string; count: number }) {
  const mayReplay = useMay('operator');
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => call<{ replayed: number }>('POST', `/connections/${id}/dead-letters/replay`),
    onSuccess: ({ replayed }) => {
      toast(words.deadLetters.replayed(replayed));
      return queries.invalidateQueries();
    },
    onError: (error) => toast(error.message),
  });
  if (!mayReplay) return null;
  return (
    <ConfirmDialog
      trigger={<Button>{words.deadLetters.replayAll}</Button>}
      title={words.deadLetters.replayAllTitle(count)}
      action={words.deadLetters.replayAll}
      onConfirm={() => replay.mutate()}
    >
      <p>{words.deadLetters.replayAllText}</p>
    </ConfirmDialog>
  );
}
