import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { call, get } from '../../api/call';
import { useMay } from '../../api/session';
import type { ApiKey, CreatedApiKey, List, RoleName } from '../../api/types';
import { Page } from '../../shell/page';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { CopyField } from '../../ui/copy-field';
import { EmptyState } from '../../ui/empty-state';
import { Field } from '../../ui/field';
import { Choice } from '../../ui/filter-bar';
import { Notice } from '../../ui/notice';
import { ProblemNotice } from '../../ui/problem-notice';
import { Region } from '../../ui/region';
import { words } from '../../words/words';
import { KeyRow } from './key-row';
import styles from './api-keys-page.module.css';

const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await get<List<ApiKey>>('/api-keys', signal)).items,
});

/** Keys by which scripts sign in. */
export function ApiKeysPage() {
  const mayManage = useMay('admin');
  return (
    <Page title={words.apiKeys.title} intro={words.apiKeys.intro}>
      {mayManage ? <Keys /> : <Notice tone="idle">{words.apiKeys.adminOnly}</Notice>}
    </Page>
  );
}

function Keys() {
  const keys = useQuery(keysQuery);
  const queries = useQueryClient();
  const renew = (): void => void queries.invalidateQueries(keysQuery);
  return (
    <>
      <MakeKey onMade={renew} />
      <Region query={keys}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={words.apiKeys.empty}>{words.apiKeys.emptyDetail}</EmptyState>
          ) : (
            <Card flush>
              <ul>
                {items.map((key) => (
                  <KeyRow key={key.id} apiKey={key} onRevoked={renew} />
                ))}
              </ul>
            </Card>
          )
        }
      </Region>
    </>
  );
}

function MakeKey({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<RoleName>('viewer');
  const make = useMutation({
    mutationFn: () => call<CreatedApiKey>('POST', '/api-keys', { body: { name, role } }),
    onSuccess: () => {
      setName('');
      onMade();
    },
  });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (name.trim() !== '') make.mutate();
  }

  if (make.data !== undefined)
    return (
      <Card title={words.apiKeys.made}>
        <div className={styles['made']}>
          <p>{words.apiKeys.madeHelp}</p>
          <CopyField label={make.data.name} value={make.data.key} />
          <Button onClick={() => make.reset()}>{words.apiKeys.stored}</Button>
        </div>
      </Card>
    );
  return (
    <Card>
      <form className={styles['make']} onSubmit={submit}>
        <Field
          label={words.apiKeys.name}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <Choice
          label={words.apiKeys.role}
          options={words.apiKeys.roles}
          value={role}
          // The options are the roles.
          onChoose={(chosen) => setRole(chosen as RoleName)}
        />
        <Button
          type="submit"
          look="primary"
          busy={make.isPending && words.apiKeys.making}
          disabled={name.trim() === ''}
        >
          {words.apiKeys.make}
        </Button>
      </form>
      {make.isError && <ProblemNotice error={make.error} />}
    </Card>
  );
}
