// Rules switched off, one per program: the referee has to notice each. A mutation whose text is no longer found fails the
// build, so none can go stale.

export const mutations = {
  // Without the version guard the last copy to arrive wins, however old it is.
  'ticket-service': [
    {
      file: 'libs/ingest/src/decide.ts',
      find: '  // A touch that came dressed as a copy',
      put: "  if (copy.fields['id'] !== undefined || copy.isAbsent) return copy.isAbsent ? 'tombstone' : 'apply';\n  // A touch that came dressed as a copy",
    },
  ],
  // Without delivery ids a message that comes again counts again.
  'site-service': [
    {
      file: 'libs/ingest/src/claim-copies.ts',
      find: '  INSERT INTO processed (delivery_id, part)\n',
      put: '',
    },
    {
      file: 'libs/ingest/src/claim-copies.ts',
      find: '\n  ON CONFLICT DO NOTHING RETURNING delivery_id, part`',
      put: '`',
    },
    {
      file: 'libs/ingest/src/dead-letters.ts',
      find: 'if (claimed.length === 0) {',
      put: 'if (claimed.length < 0) {',
    },
  ],
  // An offset that moves before its transaction: what was in hand at a kill is lost.
  'user-service': [
    {
      file: 'libs/kafka/src/chunk-consumer.ts',
      find: '        const failed = await this.#handled(chunk);',
      put: `        await this.#consumer.commitOffsets([{ topic, partition, offset: String(BigInt(chunk.at(-1)?.offset ?? '0') + 1n) }]);
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        const failed = await this.#handled(chunk);`,
    },
  ],
};
