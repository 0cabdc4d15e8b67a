import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { isNotFound } from '../../api/api-error';
import { call, get } from '../../api/call';
import { useMay } from '../../api/session';
import type { EntityName, RecordDetail } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { NotFound } from '../../shell/dead-ends';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { EmptyState } from '../../ui/empty-state';
import { Facts } from '../../ui/facts';
import { JsonText } from '../../ui/json-text';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { Region } from '../../ui/region';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { isEntity, listPath } from './entity-path';
import { History } from './history';
import { Provenance } from './provenance';
import { RecordTabs, useRecordTab } from './record-tabs';
import { Value } from './value';

const from = '/signed-in/connections/$id/data/$entity/$haloId';

const recordQuery = (id: string, entity: EntityName, haloId: string) =>
  queryOptions({
    queryKey: ['record', id, entity, haloId],
    queryFn: ({ signal }) => get<RecordDetail>(`/connections/${id}/${listPath(entity)}/${haloId}`, signal),
    refetchInterval: 5_000,
  });

/** One record: its values, how we learned them, and what they were before. */
export function RecordPage() {
  const { id, entity, haloId } = useParams({ from });
  return isEntity(entity) ? <OneRecord id={id} entity={entity} haloId={haloId} /> : <NotFound />;
}

function OneRecord({ id, entity, haloId }: { id: string; entity: EntityName; haloId: string }) {
  const record = useQuery(recordQuery(id, entity, haloId));
  const tab = useRecordTab();
  const what = `${words.entities.one[entity]} ${haloId}`;
  const title = record.data?.['summary'] ?? record.data?.['name'] ?? record.data?.['invoiceNumber'];
  return (
    <ConnectionPage
      id={id}
      title={what}
      crumbs={[{ label: words.entities.many[entity], to: '/connections/$id/data/$entity', params: { id, entity } }]}
      intro={typeof title === 'string' ? title : undefined}
      actions={() => <Refetch id={id} entity={entity} haloId={haloId} />}
    >
      {() =>
        isNotFound(record.error) ? (
          <EmptyState title={words.data.notFound(what)}>{words.data.notFoundDetail}</EmptyState>
        ) : (
          <Region query={record}>
            {(held) => (
              <>
                {held.deletedAt !== undefined && (
                  <Notice tone="idle">
                    {words.data.deletedIn} <Moment at={held.deletedAt} />
                  </Notice>
                )}
                <Provenance record={held} />
                <RecordTabs />
                {tab === 'fields' && <Fields record={held} />}
                {tab === 'custom' && <Custom record={held} />}
                {tab === 'raw' && <JsonText label={words.data.tabs.raw} text={JSON.stringify(held.raw)} />}
                {tab === 'history' && <History id={id} entity={entity} haloId={haloId} />}
              </>
            )}
          </Region>
        )
      }
    </ConnectionPage>
  );
}

// They stand elsewhere on the page.
const apart = new Set([
  'connectionId',
  'raw',
  'provenance',
  'customFields',
  'revision',
  'learnedBy',
  'isWhole',
  'syncedAt',
]);

function Fields({ record }: { record: RecordDetail }) {
  const fields = Object.entries(record).filter(([name]) => !apart.has(name));
  return (
    <Card>
      <Facts
        facts={fields.map(([name, value]) => [
          words.data.fields[name] ?? name,
          <Value key={name} field={name} value={value} currency={record['currency']} />,
        ])}
      />
    </Card>
  );
}

function Custom({ record: { customFields = {} } }: { record: RecordDetail }) {
  const fields = Object.entries(customFields);
  return (
    <Card>
      {fields.length === 0 ? (
        <p>{words.data.noCustom}</p>
      ) : (
        <Facts facts={fields.map(([name, value]) => [name, <Value key={name} field={name} value={value} />])} />
      )}
    </Card>
  );
}

function Refetch({ id, entity, haloId }: { id: string; entity: EntityName; haloId: string }) {
  const mayRefetch = useMay('operator');
  const refetch = useMutation({
    mutationFn: () => call('POST', `/connections/${id}/records/${entity}/${haloId}/refetch`),
    onSuccess: () => toast(words.data.refetched),
    onError: (error) => toast(error.message),
  });
  if (!mayRefetch) return null;
  return (
    <Button disabled={refetch.isPending} onClick={() => refetch.mutate()}>
      {words.data.refetch}
    </Button>
  );
}
