import type { ReactNode } from 'react';
import styles from './notice.module.css';
import type { Tone } from './mark';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly id?: string;
}

/** Something that the reader of this region should know, and what to do about it. */
export function Notice({ tone, title, children, action, id }: NoticeProps) {
  return (
    <div className={styles['notice']} data-tone={tone} id={id}>
      <div className={styles['text']}>
        {title !== undefined && <p className={styles['title']}>{title}</p>}
        {children}
      </div>
      {action !== undefined && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
