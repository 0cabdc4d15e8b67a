import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useMay } from '../api/session';
import type { Connection } from '../api/types';
import { count } from '../format/number';
import { words } from '../words/words';
import styles from './connection-tabs.module.css';

/** The pages of one connection. */
export function ConnectionTabs({ id, connection }: { id: string; connection: Connection | undefined }) {
  const { tabs } = words.connection;
  const mayEdit = useMay('admin');
  // One tab for the four kinds of record.
  const isData = useRouterState({ select: ({ location }) => location.pathname.startsWith(`/connections/${id}/data/`) });
  const dead = Object.values(connection?.entities ?? {}).reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  // On a phone the page's own tab may lie out of sight.
  const tabsRef = useRef<HTMLElement>(null);
  useEffect(() => {
    tabsRef.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav ref={tabsRef} className={styles['tabs']} aria-label={words.connection.tabsLabel(connection?.name ?? '…')}>
      <ul>
        <Tab to="/connections/$id" id={id} exact>
          {tabs.overview}
        </Tab>
        <li>
          <Link
            to="/connections/$id/data/$entity"
            params={{ id, entity: 'ticket' }}
            aria-current={isData ? 'page' : undefined}
            className={styles['tab']}
          >
            {tabs.data}
          </Link>
        </li>
        <Tab to="/connections/$id/deliveries" id={id}>
          {tabs.deliveries}
        </Tab>
        <Tab to="/connections/$id/runs" id={id}>
          {tabs.runs}
        </Tab>
        <Tab to="/connections/$id/calls" id={id}>
          {tabs.calls}
        </Tab>
        <Tab to="/connections/$id/dead-letters" id={id}>
          {tabs.deadLetters}
          {dead > 0 && <span className={styles['badge']}>{count(dead)}</span>}
        </Tab>
        <Tab to="/connections/$id/webhook" id={id}>
          {tabs.webhook}
        </Tab>
        {mayEdit && (
          <Tab to="/connections/$id/settings" id={id}>
            {tabs.settings}
          </Tab>
        )}
      </ul>
    </nav>
  );
}

interface TabProps {
  readonly to:
    | '/connections/$id'
    | '/connections/$id/deliveries'
    | '/connections/$id/runs'
    | '/connections/$id/calls'
    | '/connections/$id/dead-letters'
    | '/connections/$id/webhook'
    | '/connections/$id/settings';
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
