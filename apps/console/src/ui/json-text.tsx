import styles from './json-text.module.css';

/** A document as text: indented where it is JSON, as it came where it is not. Never drawn as HTML. */
export function JsonText({ label, text }: { label: string; text: string }) {
  return (
    <pre className={styles['text']} tabIndex={0} aria-label={label} role="region">
      {indented(text)}
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
