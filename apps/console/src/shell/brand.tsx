import { Link } from '@tanstack/react-router';
import { words } from '../words/words';
import styles from './brand.module.css';

export function Brand() {
  return (
    <Link to="/" className={styles['brand']}>
      <img src="/favicon.svg" alt="" width="22" height="22" />
      {words.shell.product}
    </Link>
  );
}
