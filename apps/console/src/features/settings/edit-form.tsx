import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { ApiError } from '../../api/api-error';
import { call } from '../../api/call';
import { connectionQuery } from '../../api/connections';
import type { Connection, UpdateConnection } from '../../api/types';
import { count } from '../../format/number';
import { clock } from '../../format/time';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { ProblemNotice } from '../../ui/problem-notice';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import styles from './settings-page.module.css';

// A new secret is tried with Halo first.
const TIMEOUT_MS = 60_000;

interface Edit {
  readonly name: string;
  readonly clientSecret: string;
  readonly sharePercent: string;
  readonly deltaSeconds: string;
}

/** The settings that people change. It edits the version that it was opened with: who was faster is not overwritten. */
export function EditForm({ connection }: { connection: Connection }) {
  const { settings, budget, secretSetAt } = connection;
  const [version, setVersion] = useState(connection.version);
  const [edit, setEdit] = useState<Edit>({
    name: connection.name,
    clientSecret: '',
    sharePercent: String(settings.sharePercent ?? budget.sharePercent),
    deltaSeconds: String(settings.deltaSeconds ?? 300),
  });
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      call<Connection>('PUT', `/connections/${connection.id}`, {
        body: bodyOf(edit),
        headers: { 'if-match': `"${String(version)}"` },
        timeoutMs: TIMEOUT_MS,
      }),
    onSuccess: (saved) => {
      queries.setQueryData(connectionQuery(connection.id).queryKey, saved);
      setVersion(saved.version);
      setEdit((held) => ({ ...held, clientSecret: '' }));
      toast(words.settings.saved);
    },
  });
  const set = (part: Partial<Edit>): void => {
    setEdit((held) => ({ ...held, ...part }));
    save.reset();
  };
  const isStale = save.error instanceof ApiError && save.error.status === 412;
  const refused = save.error instanceof ApiError ? save.error.errors : [];
  const secretError = refused.find(({ field }) => field === 'clientSecret');

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Card title={words.connection.tabs.settings}>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <Field
          label={words.settings.name}
          help={words.settings.nameHelp}
          value={edit.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <Field
          label={words.settings.secret}
          help={
            secretSetAt === null
              ? words.settings.secretHelp
              : `${words.settings.secretSet(clock(new Date(secretSetAt), new Date()))} ${words.settings.secretHelp}`
          }
          type="password"
          autoComplete="new-password"
          value={edit.clientSecret}
          onChange={(event) => set({ clientSecret: event.target.value })}
          error={secretError && `${secretError.message} ${secretError.hint}`}
        />
        <Field
          label={`${words.settings.share}, %`}
          help={words.settings.shareHelp(count(Math.floor((budget.configuredLimit * Number(edit.sharePercent)) / 100)))}
          type="number"
          min={1}
          max={100}
          value={edit.sharePercent}
          onChange={(event) => set({ sharePercent: event.target.value })}
        />
        <Field
          label={words.settings.delta}
          help={words.settings.deltaHelp}
          type="number"
          min={5}
          max={86_400}
          value={edit.deltaSeconds}
          onChange={(event) => set({ deltaSeconds: event.target.value })}
        />
        <div role="alert">
          {isStale ? (
            <Notice tone="warn" action={<Button onClick={() => location.reload()}>{words.errors.reload}</Button>}>
              {words.settings.stale}
            </Notice>
          ) : (
            save.isError && secretError === undefined && <ProblemNotice error={save.error} />
          )}
        </div>
        <Button type="submit" look="primary" busy={save.isPending && words.settings.saving}>
          {words.settings.save}
        </Button>
      </form>
    </Card>
  );
}

function bodyOf({ name, clientSecret, sharePercent, deltaSeconds }: Edit): UpdateConnection {
  return {
    name,
    ...(clientSecret === '' ? {} : { clientSecret }),
    settings: { sharePercent: Number(sharePercent), deltaSeconds: Number(deltaSeconds) },
  };
}
