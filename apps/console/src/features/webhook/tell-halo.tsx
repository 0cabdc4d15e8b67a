import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connectionQuery } from '../../api/connections';
import type { Webhook } from '../../api/types';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { HaloPath } from '../../ui/halo-path';
import { Notice } from '../../ui/notice';
import { ProblemNotice } from '../../ui/problem-notice';
import { words } from '../../words/words';
import { setUpWebhook, webhookQuery } from './webhook-api';
import styles from './tell-halo.module.css';

/** How Halo learns of the URL: by us where it lets us, by hand always. */
export function TellHalo({ id, webhook, mayEdit }: { id: string; webhook: Webhook; mayEdit: boolean }) {
  const queries = useQueryClient();
  const setUp = useMutation({
    mutationFn: () => setUpWebhook(id),
    onSuccess: (repaired) => {
      queries.setQueryData(webhookQuery(id).queryKey, repaired);
      return queries.invalidateQueries({ ...connectionQuery(id), exact: true });
    },
  });
  const isOurs = webhook.access === 'allowed' && mayEdit;
  return (
    <Card title={words.webhook.tell}>
      <div className={styles['tell']}>
        {isOurs && setUp.data === undefined && (
          <div className={styles['ours']}>
            <p>{words.webhook.weCan}</p>
            <Button look="primary" busy={setUp.isPending && words.webhook.settingUp} onClick={() => setUp.mutate()}>
              {words.webhook.setUp}
            </Button>
          </div>
        )}
        {setUp.isError && <ProblemNotice error={setUp.error} onRetry={() => setUp.mutate()} />}
        {setUp.data !== undefined && (
          <Notice tone="ok">
            <p role="status">{words.webhook.outcomes[setUp.data.outcome]}</p>
          </Notice>
        )}
        <p className={styles['hand']}>{isOurs ? words.webhook.byHand : words.webhook.byHandOnly}</p>
        <HaloPath path={words.webhook.path} />
        <p className={styles['hand']}>{words.webhook.byHandText}</p>
      </div>
    </Card>
  );
}
