import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Blocks, CircleUserRound, Cpu, KeyRound, LayoutDashboard, LogOut, SquareTerminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { connectionsQuery } from '../api/connections';
import { sessionQuery, signOut } from '../api/session';
import { MarkIcon } from '../ui/mark';
import { useNow } from '../ui/moment';
import { verdictOf } from '../verdict/verdict-of';
import { words } from '../words/words';
import { Brand } from './brand';
import styles from './nav.module.css';

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Where one can go; the same list beside the page and in the menu of a narrow screen. */
export function Nav() {
  const [session] = useQueries({ queries: [sessionQuery] });
  const queries = useQueryClient();
  const navigate = useNavigate();

  async function leave(): Promise<void> {
    await signOut().catch(() => undefined); // a session that has ended already
    queries.clear();
    await navigate({ to: '/sign-in' });
  }

  return (
    <nav className={styles['nav']} aria-label={words.shell.pages}>
      <Brand />
      <ul>
        <Item to="/" icon={<LayoutDashboard {...icon} />} label={words.shell.overview} exact />
        <Item to="/integrations" icon={<Blocks {...icon} />} label={words.shell.integrations} />
      </ul>
      <Connections />
      <section aria-label={words.shell.administration}>
        <h2>{words.shell.administration}</h2>
        <ul>
          {session.data?.role === 'admin' && (
            <Item to="/api-keys" icon={<KeyRound {...icon} />} label={words.shell.apiKeys} />
          )}
          <Item to="/programs" icon={<Cpu {...icon} />} label={words.shell.programs} />
          <li>
            <a href="/api/docs" className={styles['item']}>
              <SquareTerminal {...icon} />
              {words.shell.api}
            </a>
          </li>
        </ul>
      </section>
      <ul className={styles['me']}>
        <Item to="/account" icon={<CircleUserRound {...icon} />} label={session.data?.name ?? words.shell.account} />
        <li>
          <button type="button" className={styles['item']} onClick={() => void leave()}>
            <LogOut {...icon} />
            {words.shell.signOut}
          </button>
        </li>
      </ul>
    </nav>
  );
}

function Connections() {
  const { data = [] } = useQuery(connectionsQuery);
  const now = useNow(60_000);
  if (data.length === 0) return null;
  return (
    <section aria-label={words.shell.connections}>
      <h2>{words.shell.connections}</h2>
      <ul>
        {data.map((connection) => {
          const { mark } = verdictOf(connection, undefined, now);
          return (
            <li key={connection.id}>
              <Link to="/connections/$id" params={{ id: connection.id }} className={styles['item']}>
                <MarkIcon mark={mark} />
                <span className={styles['label']}>{connection.name}</span>
                <span className="for-readers">{words.marks[mark]}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface ItemProps {
  readonly to: '/' | '/integrations' | '/api-keys' | '/programs' | '/account';
  readonly icon: ReactNode;
  readonly label: string;
  readonly exact?: boolean;
}

function Item({ to, icon: shape, label, exact = false }: ItemProps) {
  return (
    <li>
      <Link to={to} activeOptions={{ exact }} className={styles['item']}>
        {shape}
        <span className={styles['label']}>{label}</span>
      </Link>
    </li>
  );
}
