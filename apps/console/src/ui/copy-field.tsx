import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from './announcer';
import { words } from '../words/words';
import { Button } from './button';
import styles from './copy-field.module.css';

const COPIED_MS = 2_000;

/** A text to take along: it selects itself, and a button copies it. */
export function CopyField({
  label,
  value,
  action = words.shell.copy,
}: {
  label: string;
  value: string;
  action?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy(): Promise<void> {
    input.current?.select();
    const done = await copyText(value);
    setCopied(done);
    announce(done ? words.shell.copied : words.shell.copyFailed);
  }

  return (
    <div className={styles['copy']}>
      <input
        ref={input}
        readOnly
        spellCheck={false}
        value={value}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button look="primary" onClick={() => void copy()}>
        {isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        {isCopied ? words.shell.copied : action}
      </Button>
    </div>
  );
}

/** On plain http browsers give no clipboard; there the old command still copies what is selected. */
async function copyText(text: string): Promise<boolean> {
  // Typed as always there; on plain http it is not.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  // Deprecated, and the only one there is.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (clipboard === undefined) return document.execCommand('copy');
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
