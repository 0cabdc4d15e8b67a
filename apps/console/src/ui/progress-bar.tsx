import type { Mark } from '../verdict/verdict';
import { tones } from './mark';
import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** Whole, 0–100. */
  readonly percent: number;
  readonly text: string;
  readonly mark: Mark;
}

export function ProgressBar({ label, percent, text, mark }: ProgressBarProps) {
  return (
    <div
      className={styles['track']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
    >
      <div
        className={styles['bar']}
        data-tone={tones[mark]}
        style={{ transform: `scaleX(${String(percent / 100)})` }}
      />
    </div>
  );
}
