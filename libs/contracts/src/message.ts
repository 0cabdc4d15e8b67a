/** A message as it goes to Kafka: bytes that only `libs/kafka` puts on the wire. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The facts beside the record, as text. Unknown headers are ignored, so that later versions may add some. */
export type MessageHeaders = Readonly<Record<string, string | undefined>>;

/** CloudEvents 1.0, Kafka binary mode: the attributes that every message of ours carries. */
export function cloudEvent(attributes: {
  readonly id: string;
  readonly type: string;
  readonly connectionId: string;
  readonly subject: string;
  readonly time: Date;
  readonly traceparent?: string | undefined;
}): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: attributes.id,
    ce_type: attributes.type,
    ce_source: `/halosync/connections/${attributes.connectionId}`,
    ce_subject: attributes.subject,
    ce_time: attributes.time.toISOString(),
    'content-type': 'application/json',
    ...(attributes.traceparent === undefined ? {} : { traceparent: attributes.traceparent }),
  };
}
