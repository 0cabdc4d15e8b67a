import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import styles from './field.module.css';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with it, in words; empty or absent where nothing is. */
  readonly error?: ReactNode;
  /** What was put right, or is odd and allowed. */
  readonly note?: ReactNode;
  /** Beside the label. */
  readonly aside?: ReactNode;
  /** Beside the input. */
  readonly trailing?: ReactNode;
  readonly mono?: boolean;
}

/** A labelled input whose help and error are read out with it. */
export function Field({ label, help, error, note, aside, trailing, mono = false, ...input }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== '' && error !== false;
  const hasNote = note !== undefined && note !== null;
  // The error too: not every reader follows aria-errormessage.
  const described = [help !== undefined && 'help', hasNote && 'note', hasError && 'error'].filter(
    (part) => part !== false,
  );
  return (
    <div className={styles['field']}>
      <div className={styles['head']}>
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      <div className={styles['box']} data-invalid={hasError || undefined}>
        <input
          id={id}
          className={mono ? styles['mono'] : undefined}
          aria-invalid={hasError || undefined}
          aria-describedby={described.length === 0 ? undefined : described.map((part) => `${id}-${part}`).join(' ')}
          aria-errormessage={hasError ? `${id}-error` : undefined}
          {...input}
        />
        {trailing}
      </div>
      {help !== undefined && (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
      {hasNote && (
        <div id={`${id}-note`} className={styles['note']}>
          {note}
        </div>
      )}
      <div id={`${id}-error`} className={styles['error']}>
        {hasError && error}
      </div>
    </div>
  );
}
