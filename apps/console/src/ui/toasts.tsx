import { useEffect, useSyncExternalStore } from 'react';
import { words } from '../words/words';
import { announce } from './announcer';
import { Button } from './button';
import styles from './toasts.module.css';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 8_000;
let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** What was just done, with a way to undo it where there is one. */
export function toast(text: string, action?: Toast['action']): void {
  lastId += 1;
  set([...toasts, { id: lastId, text, ...(action === undefined ? {} : { action }) }]);
  announce(text);
}

function set(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

const dismiss = (id: number): void => set(toasts.filter((shown) => shown.id !== id));

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  if (shown.length === 0) return null;
  return (
    <div className={styles['toasts']}>
      {shown.map((one) => (
        <OneToast key={one.id} toast={one} />
      ))}
    </div>
  );
}

function OneToast({ toast: { id, text, action } }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className={styles['toast']}>
      <p>{text}</p>
      {action !== undefined && (
        <Button
          small
          look="quiet"
          onClick={() => {
            action.run();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <Button small look="quiet" onClick={() => dismiss(id)}>
        {words.shell.close}
      </Button>
    </div>
  );
}
