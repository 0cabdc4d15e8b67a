import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { words } from '../words/words';
import styles from './page.module.css';

export interface Crumb {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly params?: Readonly<Record<string, string>>;
}

interface PageProps {
  readonly title: string;
  /** Before the title in the browser's tab, such as a count; the title alone without it. */
  readonly tabTitle?: string;
  readonly crumbs?: readonly Crumb[];
  readonly intro?: ReactNode;
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  /** Between the title and the content: the tabs of a connection. */
  readonly below?: ReactNode;
  readonly children: ReactNode;
}

let isFirstPage = true;

/** One page: its one h1, which takes the focus after navigation, the way to it, and the browser's title. */
export function Page({ title, tabTitle, crumbs = [], intro, aside, actions, below, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The first page leaves the focus where the browser puts it.
    if (!isFirstPage && document.activeElement?.matches('input, textarea, select') !== true) heading.current?.focus();
    isFirstPage = false;
  }, []);
  useEffect(() => {
    document.title = [tabTitle ?? title, words.shell.product].join(' · ');
  }, [title, tabTitle]);
  return (
    <div className={styles['page']}>
      {crumbs.length > 0 && <Breadcrumb crumbs={crumbs} here={title} />}
      <header className={styles['head']}>
        <div className={styles['title']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {below}
      {intro !== undefined && <p className={styles['intro']}>{intro}</p>}
      {children}
    </div>
  );
}

function Breadcrumb({ crumbs, here }: { crumbs: readonly Crumb[]; here: string }) {
  return (
    <nav aria-label={words.shell.breadcrumb} className={styles['crumbs']}>
      <ol>
        {crumbs.map(({ label, to, params }) => (
          <li key={label}>
            <Link to={to} {...(params === undefined ? {} : { params })}>
              {label}
            </Link>
          </li>
        ))}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  );
}
