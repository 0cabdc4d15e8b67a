import { useEffect, useState } from 'react';
import { ago, clock, utc } from '../format/time';

/** The page's own clock, so that "12 s ago" stays true. */
export function useNow(everyMs = 1_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A moment in the reader's zone; UTC to the millisecond on hover. */
export function Moment({ at, relative = false }: { at: string | null; relative?: boolean }) {
  const now = useNow(relative ? 1_000 : 60_000);
  if (at === null) return <>–</>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={utc(date)}>
      {relative ? ago(date, now) : clock(date, now)}
    </time>
  );
}
