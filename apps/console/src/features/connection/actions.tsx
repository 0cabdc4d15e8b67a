import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { connectionQuery, pause, resume, startRun } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Connection, EntityName, Run } from '../../api/types';
import { Button } from '../../ui/button';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';

const modes = ['delta', 'reconcile', 'backfill'] as const;
const help = {
  delta: words.connection.sync.deltaHelp,
  reconcile: words.connection.sync.reconcileHelp,
  backfill: words.connection.sync.backfillHelp,
};

/** What an operator can do with a connection. */
export function Actions({ connection: { id, status } }: { connection: Connection }) {
  const mayAct = useMay('operator');
  const queries = useQueryClient();
  const renew = (): Promise<void> => queries.invalidateQueries(connectionQuery(id));
  const sync = useMutation({
    mutationFn: (what: { mode: Run['mode']; entities?: EntityName[] }) => startRun(id, what),
    onSuccess: () => {
      toast(words.connection.syncStarted);
      return renew();
    },
    onError: (error) => toast(words.connection.syncFailed(error.message)),
  });
  const set = useMutation({
    mutationFn: (what: 'pause' | 'resume') => (what === 'pause' ? pause(id) : resume(id)),
    onSuccess: (_connection, what) => {
      if (what === 'pause')
        toast(words.connection.paused, { label: words.connection.undo, run: () => set.mutate('resume') });
      else toast(words.connection.resumed);
      return renew();
    },
    onError: (error) => toast(error.message),
  });
  if (!mayAct) return null;
  const isPaused = status === 'paused';
  return (
    <>
      {!isPaused && (
        <Menu
          trigger={
            <Button look="primary">
              {words.connection.syncNow}
              <ChevronDown size={16} aria-hidden />
            </Button>
          }
        >
          {modes.map((mode) => (
            <MenuItem key={mode} onSelect={() => sync.mutate({ mode })} help={help[mode]}>
              {words.connection.sync[mode]}
            </MenuItem>
          ))}
          <MenuSeparator />
          {(Object.keys(words.entities.many) as EntityName[]).map((name) => (
            // the keys of the words
            <MenuItem key={name} onSelect={() => sync.mutate({ mode: 'delta', entities: [name] })}>
              {words.connection.syncOnly(words.entities.many[name])}
            </MenuItem>
          ))}
        </Menu>
      )}
      <Button
        look={isPaused ? 'primary' : 'plain'}
        disabled={set.isPending}
        onClick={() => set.mutate(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? words.connection.resume : words.connection.pause}
      </Button>
    </>
  );
}
