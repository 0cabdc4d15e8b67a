import type { ReactNode } from 'react';
import { Brand } from '../../shell/brand';
import { words } from '../../words/words';
import { Notice } from '../../ui/notice';
import styles from './one-card.module.css';

/** The page of who is not signed in: one card. */
export function OneCard({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  const isPlain = location.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return (
    <main className={styles['page']}>
      <Brand />
      <div className={styles['card']}>{children}</div>
      {isPlain && (
        <div className={styles['notice']}>
          <Notice tone="warn">{words.session.plainHttp}</Notice>
        </div>
      )}
      {foot !== undefined && <p className={styles['foot']}>{foot}</p>}
    </main>
  );
}
