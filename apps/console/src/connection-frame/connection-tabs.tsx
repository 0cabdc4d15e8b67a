import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Connection } from '../api/types';
import { words } from '../words/words';
import styles from './connection-tabs.module.css';

/** The pages of one connection. */
export function ConnectionTabs({ id, connection }: { id: string; connection: Connection | undefined }) {
  const { tabs } = words.connection;
  return (
    <nav className={styles['tabs']} aria-label={words.connection.tabsLabel(connection?.name ?? '…')}>
      <ul>
        <Tab to="/connections/$id" id={id} exact>
          {tabs.overview}
        </Tab>
        <Tab to="/connections/$id/webhook" id={id}>
          {tabs.webhook}
        </Tab>
      </ul>
    </nav>
  );
}

interface TabProps {
  readonly to: '/connections/$id' | '/connections/$id/webhook';
  readonly id: string;
  readonly exact?: boolean;
  readonly children: ReactNode;
}

function Tab({ to, id, exact = false, children }: TabProps) {
  return (
    <li>
      <Link to={to} params={{ id }} activeOptions={{ exact, includeSearch: false }} className={styles['tab']}>
        {children}
      </Link>
    </li>
  );
}
