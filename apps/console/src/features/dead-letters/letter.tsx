import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/call';
import { useMay } from '../../api/session';
import type { DeadLetter } from '../../api/types';
import { Button } from '../../ui/button';
import { JsonText } from '../../ui/json-text';
import { Moment } from '../../ui/moment';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import styles from './letter.module.css';

/** One copy that could not be taken, and why. */
export function Letter({ connectionId, letter }: { connectionId: string; letter: DeadLetter }) {
  const { id, entity, haloId, reason, createdAt, refetched, value, topic, partition, offset } = letter;
  const mayReplay = useMay('operator');
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => call<{ replayed: number }>('POST', `/dead-letters/${id}/replay`),
    onSuccess: ({ replayed }) => {
      toast(words.deadLetters.replayed(replayed));
      return queries.invalidateQueries();
    },
    onError: (error) => toast(error.message),
  });
  return (
    <li className={styles['letter']}>
      <div className={styles['head']}>
        <p className={styles['reason']}>{reason}</p>
        {mayReplay && (
          <Button small disabled={replay.isPending} onClick={() => replay.mutate()}>
            {words.deadLetters.replay}
          </Button>
        )}
      </div>
      <p className={styles['meta']}>
        {haloId === null ? (
          words.entities.one[entity]
        ) : (
          <Link
            to="/connections/$id/data/$entity/$haloId"
            params={{ id: connectionId, entity, haloId: String(haloId) }}
          >
            {words.entities.one[entity]} {haloId}
          </Link>
        )}{' '}
        · <Moment at={createdAt} relative />
        {refetched && ` · ${words.deadLetters.newer}`}
      </p>
      <details>
        <summary>{words.deadLetters.message}</summary>
        <p className={styles['meta']}>
          {words.deadLetters.where} <code>{`${topic} ${String(partition)}:${offset}`}</code>
        </p>
        {value !== null && <JsonText label={words.deadLetters.message} text={value} />}
      </details>
    </li>
  );
}
