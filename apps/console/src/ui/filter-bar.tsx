import type { ReactNode } from 'react';
import styles from './filter-bar.module.css';

/** What narrows the list below it. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className={styles['bar']}>{children}</div>;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  /** Without it one is always chosen. */
  readonly any?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly onChoose: (value: string) => void;
}

/** One of several, or any. */
export function Choice({ label, value = '', any, options, onChoose }: ChoiceProps) {
  return (
    <select
      className={styles['choice']}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      {any !== undefined && <option value="">{any}</option>}
      {Object.entries(options).map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </select>
  );
}

export function Tick({
  label,
  checked,
  onTick,
}: {
  label: string;
  checked: boolean;
  onTick: (checked: boolean) => void;
}) {
  return (
    <label className={styles['tick']}>
      <input type="checkbox" checked={checked} onChange={(event) => onTick(event.target.checked)} />
      {label}
    </label>
  );
}
