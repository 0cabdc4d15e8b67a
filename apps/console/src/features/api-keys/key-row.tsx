import { useMutation } from '@tanstack/react-query';
import { call } from '../../api/call';
import type { ApiKey } from '../../api/types';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Chip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import styles from './key-row.module.css';

/** One key: who made it, when it was last used, and the way to end it. */
export function KeyRow({ apiKey, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  const { id, name, role, createdBy, createdAt, lastUsedAt, expiresAt, revokedAt } = apiKey;
  const revoke = useMutation({
    mutationFn: () => call('DELETE', `/api-keys/${id}`),
    onSuccess: onRevoked,
    onError: (error) => toast(error.message),
  });
  const hasEnded = expiresAt !== null && new Date(expiresAt) < new Date();
  const isActive = revokedAt === null && !hasEnded;
  const state = revokedAt !== null ? words.apiKeys.revoked : hasEnded ? words.apiKeys.ended : words.apiKeys.active;
  return (
    <li className={styles['row']}>
      <div className={styles['who']}>
        <p className={styles['name']}>{name}</p>
        <p className={styles['meta']}>
          {words.apiKeys.roles[role]} · {words.apiKeys.created} <Moment at={createdAt} /> · {words.apiKeys.createdBy}{' '}
          {createdBy} · {words.apiKeys.lastUsed}{' '}
          {lastUsedAt === null ? words.apiKeys.neverUsed : <Moment at={lastUsedAt} relative />}
        </p>
      </div>
      <Chip tone={isActive ? 'ok' : 'idle'}>{state}</Chip>
      {isActive && (
        <ConfirmDialog
          trigger={
            <Button small look="danger">
              {words.apiKeys.revoke}
            </Button>
          }
          title={words.apiKeys.revokeTitle(name)}
          action={words.apiKeys.revoke}
          isDanger
          onConfirm={() => revoke.mutate()}
        >
          <p>{words.apiKeys.revokeText}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
