import type { Connection } from '../../api/types';
import { Notice } from '../../ui/notice';
import { words } from '../../words/words';
import styles from './warnings.module.css';

/** What is allowed and good to know: it does not change the verdict. */
export function Warnings({ connection: { warnings } }: { connection: Connection }) {
  if (warnings.length === 0) return null;
  return (
    <section className={styles['warnings']} aria-label={words.connection.warnings}>
      {warnings.map(({ field, code, message, hint }) => (
        <Notice key={field + code} tone="warn" title={words.connect.titles[code] ?? message}>
          <p>{words.connect.titles[code] === undefined ? hint : `${message} ${hint}`}</p>
        </Notice>
      ))}
    </section>
  );
}
