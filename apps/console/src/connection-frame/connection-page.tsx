import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isNotFound } from '../api/api-error';
import { connectionQuery } from '../api/connections';
import type { Connection } from '../api/types';
import type { Crumb } from '../shell/page';
import { Page } from '../shell/page';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Region } from '../ui/region';
import { words } from '../words/words';
import { ConnectionTabs } from './connection-tabs';

interface ConnectionPageProps {
  readonly id: string;
  /** Without it the page is called as the connection is. */
  readonly title?: string;
  readonly tabTitle?: (connection: Connection) => string;
  /** Between the connection and this page. */
  readonly crumbs?: readonly Crumb[];
  readonly intro?: ReactNode;
  readonly aside?: ReactNode;
  readonly actions?: (connection: Connection) => ReactNode;
  readonly children: (connection: Connection) => ReactNode;
}

/** A page of one connection: its name, its tabs, and what the tab shows. */
export function ConnectionPage({
  id,
  title,
  tabTitle,
  crumbs = [],
  intro,
  aside,
  actions,
  children,
}: ConnectionPageProps) {
  const query = useQuery(connectionQuery(id));
  const { data: connection, error } = query;
  if (connection === undefined && isNotFound(error)) return <NoConnection />;
  const name = connection?.name ?? '…';
  const overview: Crumb = { label: words.shell.overview, to: '/' };
  const own: Crumb = { label: name, to: '/connections/$id', params: { id } };
  const tab = title ?? name;
  return (
    <Page
      title={tab}
      tabTitle={[
        connection === undefined ? tab : (tabTitle?.(connection) ?? tab),
        ...(title === undefined ? [] : [name]),
      ].join(' · ')}
      crumbs={title === undefined ? [overview] : [overview, own, ...crumbs]}
      intro={intro}
      aside={aside}
      actions={connection === undefined ? undefined : actions?.(connection)}
      below={<ConnectionTabs id={id} connection={connection} />}
    >
      <Region query={query} rows={6}>
        {children}
      </Region>
    </Page>
  );
}

function NoConnection() {
  return (
    <Page title={words.connection.notFound}>
      <EmptyState
        title={words.connection.notFoundDetail}
        action={<ButtonLink to="/">{words.shell.toOverview}</ButtonLink>}
      />
    </Page>
  );
}
