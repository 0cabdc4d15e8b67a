import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { connectionQuery, resume, startRun } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Connection, Run } from '../../api/types';
import { announce } from '../../ui/announcer';
import { Button, ButtonLink } from '../../ui/button';
import { MarkIcon, tones } from '../../ui/mark';
import { useNow } from '../../ui/moment';
import { toast } from '../../ui/toasts';
import type { VerdictAction } from '../../verdict/verdict';
import { verdictOf } from '../../verdict/verdict-of';
import { words } from '../../words/words';
import styles from './verdict-banner.module.css';

/** The one sentence, and the one button where one helps. */
export function VerdictBanner({ connection, run }: { connection: Connection; run: Run | undefined }) {
  // The text of a time left changes no more often than people can read it.
  const now = useNow(10_000);
  const { mark, sentence, detail, action } = verdictOf(connection, run, now);
  const last = useRef(mark);
  useEffect(() => {
    if (last.current !== mark) announce(sentence);
    last.current = mark;
  }, [mark, sentence]);
  return (
    <section className={styles['verdict']} data-tone={tones[mark]} aria-label={words.marks[mark]}>
      <MarkIcon mark={mark} size={28} />
      <div className={styles['words']}>
        <p className={styles['sentence']}>{sentence}</p>
        <p className={styles['detail']}>{detail}</p>
        {action !== null && <VerdictButton id={connection.id} action={action} />}
      </div>
    </section>
  );
}

function VerdictButton({ id, action }: { id: string; action: VerdictAction }) {
  const isOperator = useMay('operator');
  const isAdmin = useMay('admin');
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (): Promise<unknown> => (action === 'resume' ? resume(id) : startRun(id, { mode: 'reconcile' })),
    onSuccess: () => {
      toast(action === 'resume' ? words.connection.resumed : words.connection.syncStarted);
      return queries.invalidateQueries(connectionQuery(id));
    },
    onError: (error) => toast(error.message),
  });
  const label = words.verdict.actions[action];
  switch (action) {
    case 'webhook':
      return (
        <ButtonLink to="/connections/$id/webhook" params={{ id }}>
          {label}
        </ButtonLink>
      );
    case 'dead_letters':
      return (
        <ButtonLink to="/connections/$id/dead-letters" params={{ id }}>
          {label}
        </ButtonLink>
      );
    case 'replace_secret':
      return (
        isAdmin && (
          <ButtonLink to="/connections/$id/settings" params={{ id }}>
            {label}
          </ButtonLink>
        )
      );
    case 'resume':
    case 'sync':
      return (
        isOperator && (
          <Button onClick={() => act.mutate()} busy={act.isPending && label}>
            {label}
          </Button>
        )
      );
  }
}
