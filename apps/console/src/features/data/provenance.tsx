import { Link } from '@tanstack/react-router';
import type { RecordDetail } from '../../api/types';
import { Card } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { Moment } from '../../ui/moment';
import { words } from '../../words/words';

/** How its values were learned, and where that can be looked at. */
export function Provenance({ record }: { record: RecordDetail }) {
  const { connectionId: id, learnedBy, revision, syncedAt, isWhole, provenance } = record;
  return (
    <Card>
      <Facts
        facts={[
          [words.data.learnedBy, <LearnedBy key="by" id={id} learnedBy={learnedBy} provenance={provenance} />],
          [words.data.revision, revision],
          [words.data.proved, <Moment key="proved" at={syncedAt ?? null} relative />],
          ...(isWhole === undefined ? [] : [[words.data.whole, isWhole ? words.data.yes : words.data.no] as const]),
        ]}
      />
    </Card>
  );
}

function LearnedBy({
  id,
  learnedBy,
  provenance,
}: {
  id: string;
  learnedBy: string;
  provenance: RecordDetail['provenance'];
}) {
  const word = words.data.learned[learnedBy] ?? learnedBy;
  if (provenance === null) return <>{word}</>;
  const { deliveryId, runId, recordedAt } = provenance;
  return (
    <>
      {word}, <Moment at={recordedAt} relative />{' '}
      {learnedBy === 'webhook' && (
        <Link to="/connections/$id/deliveries/$deliveryId" params={{ id, deliveryId }}>
          {words.data.delivery}
        </Link>
      )}
      {runId !== null && (
        <Link to="/connections/$id/runs/$runId" params={{ id, runId }}>
          {words.data.run}
        </Link>
      )}
    </>
  );
}
