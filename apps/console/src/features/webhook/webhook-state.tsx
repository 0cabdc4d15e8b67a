import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connectionQuery } from '../../api/connections';
import { useMay } from '../../api/session';
import type { Webhook } from '../../api/types';
import type { Mark } from '../../verdict/verdict';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { MarkChip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { setUpWebhook, webhookQuery } from './webhook-api';
import styles from './webhook-state.module.css';

const marks: Readonly<Record<Webhook['state'], Mark>> = {
  as_it_should_be: 'complete',
  receiving: 'complete',
  waiting_for_first_event: 'waiting',
  differs: 'exceptions',
  disabled: 'needs_you',
  missing: 'needs_you',
};

interface WebhookStateProps {
  readonly id: string;
  readonly webhook: Webhook;
  readonly onLook: () => void;
  readonly isLooking: boolean;
}

/** The webhook as it is beside what it should be. */
export function WebhookState({ id, webhook, onLook, isLooking }: WebhookStateProps) {
  const { state, checkedAt, differences, access } = webhook;
  const mayRepair = useMay('admin') && access === 'allowed' && differences.length > 0;
  return (
    <Card title={words.webhook.state} aside={<MarkChip mark={marks[state]}>{words.webhook.states[state]}</MarkChip>}>
      {differences.length > 0 && <Differences differences={differences} />}
      <div className={styles['foot']}>
        <p>
          {words.webhook.checkedAt} <Moment at={checkedAt} relative />
        </p>
        <Button small busy={isLooking && words.webhook.settingUp} onClick={onLook}>
          {words.webhook.checkAgain}
        </Button>
        {mayRepair && <Repair id={id} differences={differences} />}
      </div>
    </Card>
  );
}

function Repair({ id, differences }: { id: string; differences: Webhook['differences'] }) {
  const queries = useQueryClient();
  const repair = useMutation({
    mutationFn: () => setUpWebhook(id),
    onSuccess: (repaired) => {
      queries.setQueryData(webhookQuery(id).queryKey, repaired);
      toast(words.webhook.outcomes[repaired.outcome]);
      return queries.invalidateQueries({ ...connectionQuery(id), exact: true });
    },
    onError: (error) => toast(error.message),
  });
  return (
    <ConfirmDialog
      trigger={
        <Button small look="primary" busy={repair.isPending && words.webhook.settingUp}>
          {words.webhook.repair}
        </Button>
      }
      title={words.webhook.repairTitle}
      action={words.webhook.repair}
      onConfirm={() => repair.mutate()}
    >
      <p>{words.webhook.repairText}</p>
      <Differences differences={differences} />
    </ConfirmDialog>
  );
}

function Differences({ differences }: { differences: Webhook['differences'] }) {
  return (
    <ul className={styles['differences']}>
      {differences.map(({ field, message, inHalo, shouldBe }) => (
        <li key={field}>
          <p>{message}</p>
          {inHalo !== null && shouldBe !== null && (
            <p className={styles['values']}>
              {words.webhook.inHalo} <code>{inHalo}</code>, {words.webhook.shouldBe} <code>{shouldBe}</code>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
