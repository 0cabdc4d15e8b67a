import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Says something to who listens to the page, when they are ready for it. */
export function announce(text: string): void {
  // The same words twice are news only if the region was empty in between.
  said = said === text ? `${text}\u00a0` : text;
  listeners.forEach((listener) => listener());
}

/** The one live region of the console: polite, never assertive. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="for-readers" role="status" aria-live="polite">
      {text}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
