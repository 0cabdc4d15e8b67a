import { Fragment } from 'react';
import styles from './halo-path.module.css';

/** The way through Halo's menus, in Halo's own words, which stay English. */
export function HaloPath({ path }: { path: readonly string[] }) {
  return (
    <p className={styles['path']} lang="en">
      {path.map((step, place) => (
        <Fragment key={step}>
          {place > 0 && <span aria-hidden>›</span>}
          <span className={styles['step']}>{step}</span>
        </Fragment>
      ))}
    </p>
  );
}
