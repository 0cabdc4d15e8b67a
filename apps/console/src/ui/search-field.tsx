import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import styles from './search-field.module.css';

// As long as people pause between letters.
const PAUSE_MS = 200;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  /** What is searched for now, as the address says. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly onEnter?: (text: string) => void;
  readonly autoFocus?: boolean;
}

/** A search that follows the typing; the address follows it. */
export function SearchField({ label, placeholder, value, onSearch, onEnter, autoFocus }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // The address changed by other means: back, or "clear".
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onSearch(typed);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <div className={styles['search']} role="search">
      <Search size={16} strokeWidth={1.75} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        autoFocus={autoFocus}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter?.(typed);
        }}
      />
    </div>
  );
}
