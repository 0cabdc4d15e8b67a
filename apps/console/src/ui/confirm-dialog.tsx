import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { words } from '../words/words';
import { Button } from './button';
import styles from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  readonly trigger: ReactNode;
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly isDanger?: boolean;
  /** Something is still to be typed or chosen. */
  readonly isIncomplete?: boolean;
}

/** Says what will happen before it does; the focus is on the way out. */
export function ConfirmDialog({
  trigger,
  title,
  children,
  action,
  onConfirm,
  isDanger,
  isIncomplete,
}: ConfirmDialogProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles['scrim']} />
        <AlertDialog.Content className={styles['dialog']}>
          <AlertDialog.Title className={styles['title']}>{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className={styles['text']}>{children}</div>
          </AlertDialog.Description>
          <div className={styles['buttons']}>
            <AlertDialog.Cancel asChild>
              <Button>{words.shell.cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look={isDanger === true ? 'danger' : 'primary'} disabled={isIncomplete} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
