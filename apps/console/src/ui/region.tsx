import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { words } from '../words/words';
import { ProblemNotice } from './problem-notice';
import styles from './region.module.css';

const SHOW_AFTER_MS = 150;
const STILL_AFTER_MS = 5_000;

interface RegionProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
  /** Rows of the skeleton: about as high as what will stand there. */
  readonly rows?: number;
}

/** One region of a page: it loads, fails and is tried again alone. What is held stays while it is renewed or cannot be. */
export function Region<Data>({ query, children, rows = 4 }: RegionProps<Data>) {
  const { data, error, refetch } = query;
  return (
    <>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined ? children(data) : error === null && <Skeleton rows={rows} />}
    </>
  );
}

/** Nothing at first, then the shape of what comes, then words. */
export function Skeleton({ rows }: { rows: number }) {
  const [stage, setStage] = useState<'hidden' | 'bars' | 'words'>('hidden');
  useEffect(() => {
    const timers = [
      setTimeout(() => setStage('bars'), SHOW_AFTER_MS),
      setTimeout(() => setStage('words'), STILL_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className={styles['skeleton']} data-stage={stage} aria-busy>
      <span className="for-readers">{words.shell.loading}</span>
      {stage === 'words' && <p>{words.shell.stillAsking}</p>}
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['bar']} />
      ))}
    </div>
  );
}
