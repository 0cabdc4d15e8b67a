import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Connection, EntityName, EntityState, Run } from '../../api/types';
import { timeLeft } from '../../format/duration';
import { count } from '../../format/number';
import { MarkChip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { ProgressBar } from '../../ui/progress-bar';
import { markOfEntity } from '../../verdict/mark-of-entity';
import { entityProgress } from '../../verdict/progress-of';
import { words } from '../../words/words';
import styles from './entity-card.module.css';

interface EntityCardProps {
  readonly connection: Connection;
  readonly run: Run | undefined;
  readonly name: EntityName;
}

/** One kind of record: how much of it is here, and how far a run has got. */
export function EntityCard({ connection, run, name }: EntityCardProps) {
  const state = connection.entities[name];
  const mark = markOfEntity(connection, name);
  const { percent } = entityProgress(connection, run, name);
  const isRunning = state.state === 'running';
  const running = run?.endedAt === null ? run.entities[name] : undefined;
  return (
    <li className={styles['card']} data-done={mark === 'complete' || undefined}>
      <div className={styles['head']}>
        <h2>
          <Link to="/connections/$id/data/$entity" params={{ id: connection.id, entity: name }}>
            {words.entities.many[name]}
          </Link>
        </h2>
        <MarkChip mark={mark} />
      </div>
      <p className={styles['figure']}>
        <strong>{count(state.inPostgres)}</strong> <span>{halo(state)}</span>
      </p>
      <ProgressBar
        label={words.entities.many[name]}
        percent={percent}
        mark={mark}
        text={words.connection.progress(
          percent,
          running?.etaSeconds === undefined ? null : timeLeft(running.etaSeconds),
        )}
      />
      <dl className={styles['rows']}>
        {isRunning ? (
          <>
            <Row name={words.connection.cardFetched} value={count(running?.seen)} />
            <Row
              name={words.connection.cardLeft}
              value={running?.etaSeconds === undefined ? words.connection.calculating : timeLeft(running.etaSeconds)}
            />
          </>
        ) : (
          <Row
            name={words.connection.cardComplete}
            value={state.lastCompleteAt === null ? words.connection.notYet : <Moment at={state.lastCompleteAt} />}
          />
        )}
        <Row
          name={words.connection.cardLastWebhook}
          value={
            state.lastWebhookAt === null ? words.connection.noWebhook : <Moment at={state.lastWebhookAt} relative />
          }
        />
        {state.deadLetters > 0 && <Row name={words.connection.cardDead} value={count(state.deadLetters)} />}
      </dl>
      {state.detail !== null && mark !== 'complete' && <p className={styles['detail']}>{state.detail}</p>}
    </li>
  );
}

function Row({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function halo({ inHalo, inPostgres, state }: EntityState): string {
  if (inHalo === null) return words.connection.unknownInHalo;
  if (inHalo === inPostgres) return words.connection.equal(count(inHalo));
  // Webhooks have moved on since they were compared.
  return state === 'complete' ? words.connection.listed(count(inHalo)) : words.connection.inHalo(count(inHalo));
}
