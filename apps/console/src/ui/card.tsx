import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './card.module.css';

interface CardProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Its content reaches the edges: tables. */
  readonly flush?: boolean;
}

/** A section of a page with a title of its own. */
export function Card({ title, aside, children, flush = false }: CardProps) {
  const id = useId();
  return (
    <section
      className={styles['card']}
      data-flush={flush || undefined}
      aria-labelledby={title === undefined ? undefined : id}
    >
      {title !== undefined && (
        <header className={styles['head']}>
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
      )}
      <div className={styles['body']}>{children}</div>
    </section>
  );
}
