/** A record as its service's message has it. */
export type RecordMessage = Readonly<Record<string, unknown>>;

export interface RecordView {
  readonly connectionId: string;
  readonly haloId: number;
  readonly revision: number;
  readonly learnedBy: string;
  readonly [column: string]: unknown;
}

/** A record as the API shows it: JSON where gRPC has it as text, and without Halo's own document, which `raw` is. */
export function recordView(message: RecordMessage): RecordView {
  const entries = Object.entries(message)
    .filter(([name, value]) => name !== 'rawJson' && value !== undefined && value !== null)
    .map(([name, value]) =>
      name.endsWith('Json') && typeof value === 'string'
        ? [name.slice(0, -'Json'.length), parsed(value)]
        : [name, value],
    );
  return Object.fromEntries(entries) as RecordView; // the four named are in every message
}

/** Halo's document of a record. */
export function rawOf(message: RecordMessage): Record<string, unknown> {
  const { rawJson } = message;
  return typeof rawJson === 'string' && rawJson !== '' ? (parsed(rawJson) as Record<string, unknown>) : {}; // a document is an object
}

const parsed = (json: string): unknown => JSON.parse(json);
