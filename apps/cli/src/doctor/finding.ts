/** What the doctor found at one hop. */
export interface Finding {
  readonly hop: string;
  readonly state: 'ok' | 'warning' | 'fault';
  /** What was seen. */
  readonly seen: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly advice: string;
}

export const ok = (hop: string, seen: string): Finding => ({ hop, state: 'ok', seen, advice: '' });
export const warning = (hop: string, seen: string, advice: string): Finding => ({
  hop,
  state: 'warning',
  seen,
  advice,
});
export const fault = (hop: string, seen: string, advice: string): Finding => ({ hop, state: 'fault', seen, advice });
