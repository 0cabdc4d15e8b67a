import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call';
import { connectionsQuery } from '../../api/connections';
import type { Connection, DeletedConnection } from '../../api/types';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Field } from '../../ui/field';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import styles from './settings-page.module.css';

const TIMEOUT_MS = 60_000;
const choices = ['keep', 'purge'] as const;

/** The way out: with a typed name, and a choice of what becomes of the records. */
export function Disconnect({ connection: { id, name } }: { connection: Connection }) {
  const [data, setData] = useState<(typeof choices)[number]>('keep');
  const [typed, setTyped] = useState('');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const disconnect = useMutation({
    mutationFn: () => call<DeletedConnection>('DELETE', `/connections/${id}?data=${data}`, { timeoutMs: TIMEOUT_MS }),
    onSuccess: async () => {
      toast(words.settings.disconnected(name));
      await navigate({ to: '/' });
      queries.removeQueries({ queryKey: ['connection', id] });
      await queries.invalidateQueries(connectionsQuery);
    },
    onError: (error) => toast(error.message),
  });
  return (
    <Card title={words.settings.danger}>
      <div className={styles['form']}>
        <p>{words.settings.dangerText}</p>
        <ConfirmDialog
          trigger={<Button look="danger">{words.settings.disconnect}</Button>}
          title={words.settings.disconnectTitle(name)}
          action={words.settings.disconnect}
          isDanger
          isIncomplete={typed !== name || disconnect.isPending}
          onConfirm={() => disconnect.mutate()}
        >
          <p>{words.settings.dangerText}</p>
          <fieldset className={styles['choices']}>
            <legend className="for-readers">{words.settings.what}</legend>
            {choices.map((choice) => (
              <label key={choice}>
                <input type="radio" name="data" checked={data === choice} onChange={() => setData(choice)} />
                {words.settings[choice]}
              </label>
            ))}
          </fieldset>
          <Field
            label={words.settings.typeName(name)}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </ConfirmDialog>
      </div>
    </Card>
  );
}
