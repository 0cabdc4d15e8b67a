import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { runQuery } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Connection } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { timeLeft } from '../../format/duration';
import { count } from '../../format/number';
import { ButtonLink } from '../../ui/button';
import { Card } from '../../ui/card';
import { CopyField } from '../../ui/copy-field';
import { Notice } from '../../ui/notice';
import { Region } from '../../ui/region';
import { totalProgress } from '../../verdict/progress-of';
import { words } from '../../words/words';
import { Arrivals } from './arrivals';
import { Rotate } from './rotate';
import { TellHalo } from './tell-halo';
import { WebhookState } from './webhook-state';
import { webhookQuery } from './webhook-api';
import styles from './webhook-page.module.css';

/** The callback URL, how Halo is told of it, and what arrives. Right after Save And Sync it is the sign of success. */
export function WebhookPage() {
  const { id } = useParams({ from: '/signed-in/connections/$id/webhook' });
  const { new: isNew = false } = useSearch({ from: '/signed-in/connections/$id/webhook' });
  return (
    <ConnectionPage
      id={id}
      title={isNew ? words.webhook.newTitle : words.connection.tabs.webhook}
      actions={() =>
        isNew && (
          <ButtonLink to="/connections/$id" params={{ id }}>
            {words.webhook.overview}
          </ButtonLink>
        )
      }
    >
      {(connection) => (
        <div className={styles['steps']}>
          {isNew && <Begun connection={connection} />}
          <Card title={words.webhook.url} aside={!isNew && <Rotate id={id} />}>
            <CallbackUrl connection={connection} />
          </Card>
          <Halo id={id} isNew={isNew} />
        </div>
      )}
    </ConnectionPage>
  );
}

/** How far the first sync is, in words. */
function Begun({ connection }: { connection: Connection }) {
  const { data: run } = useQuery({
    ...runQuery(connection.runId ?? ''),
    enabled: connection.runId !== undefined,
  });
  const { of, percent } = totalProgress(connection, run);
  if (percent === 100) return <Notice tone="ok">{words.webhook.newDone}</Notice>;
  const left = run?.etaSeconds === undefined ? null : timeLeft(run.etaSeconds);
  return <Notice tone="run">{words.webhook.newIntro(count(of), of === null ? null : left)}</Notice>;
}

function CallbackUrl({ connection: { callbackUrl, callbackReachable, warnings } }: { connection: Connection }) {
  const unreachable =
    callbackReachable === 'private' ? warnings.find(({ code }) => code === 'callback_unreachable') : undefined;
  return (
    <div className={styles['url']}>
      <p className={styles['help']}>{callbackUrl === null ? words.webhook.urlHidden : words.webhook.urlHelp}</p>
      {callbackUrl !== null && (
        <CopyField label={words.webhook.url} value={callbackUrl} action={words.webhook.copyUrl} />
      )}
      {unreachable !== undefined && (
        <Notice tone="warn" title={words.connect.titles[unreachable.code]}>
          <p>
            {unreachable.message} {unreachable.hint}
          </p>
        </Notice>
      )}
    </div>
  );
}

function Halo({ id, isNew }: { id: string; isNew: boolean }) {
  const query = useQuery(webhookQuery(id));
  const mayEdit = useMay('admin');
  return (
    <Region query={query} rows={4}>
      {(webhook) => (
        <>
          {(isNew || webhook.access !== 'allowed' || webhook.state === 'missing') && (
            <TellHalo id={id} webhook={webhook} mayEdit={mayEdit} />
          )}
          <Arrivals id={id} webhook={webhook} />
          {!isNew && (
            <WebhookState id={id} webhook={webhook} onLook={() => void query.refetch()} isLooking={query.isFetching} />
          )}
        </>
      )}
    </Region>
  );
}
