import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { call, get } from '../../api/call';
import { useMay } from '../../api/session';
import type { DeliveryDetail } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { JsonText } from '../../ui/json-text';
import { Chip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { Region } from '../../ui/region';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { outcomeTones, statusTones } from './status-tones';
import styles from './delivery-page.module.css';

const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) => get<DeliveryDetail>(`/deliveries/${id}`, signal),
    // Until it has gone its way.
    refetchInterval: ({ state }) =>
      state.data?.parts.some(({ outcome }) => outcome === 'waiting') === true ? 1_000 : false,
  });

/** One webhook: what it held, and what became of it. */
export function DeliveryPage() {
  const { id, deliveryId } = useParams({ from: '/signed-in/connections/$id/deliveries/$deliveryId' });
  const delivery = useQuery(deliveryQuery(deliveryId));
  return (
    <ConnectionPage
      id={id}
      title={words.deliveries.title}
      crumbs={[{ label: words.connection.tabs.deliveries, to: '/connections/$id/deliveries', params: { id } }]}
      actions={() => <Replay connectionId={id} deliveryId={deliveryId} />}
    >
      {() => (
        <Region query={delivery}>
          {(held) => (
            <>
              <Card>
                <Facts
                  facts={[
                    [
                      words.deliveries.status,
                      <Chip key="status" tone={statusTones[held.status]}>
                        {words.deliveries.statuses[held.status]}
                      </Chip>,
                    ],
                    [words.deliveries.received, <Moment key="received" at={held.receivedAt} relative />],
                    [words.deliveries.published, <Moment key="published" at={held.publishedAt} relative />],
                    [words.deliveries.size, words.deliveries.bytes(held.bytes)],
                    ...(held.reason === null ? [] : [[words.runs.why, held.reason] as const]),
                  ]}
                />
              </Card>
              <Parts delivery={held} />
              <Card title={words.deliveries.body}>
                <JsonText label={words.deliveries.body} text={held.body} />
              </Card>
              <Card title={words.deliveries.headers}>
                <Facts facts={Object.entries(held.headers)} />
              </Card>
            </>
          )}
        </Region>
      )}
    </ConnectionPage>
  );
}

function Parts({ delivery: { connectionId, parts } }: { delivery: DeliveryDetail }) {
  return (
    <Card title={words.deliveries.parts}>
      <ul className={styles['parts']}>
        {parts.map(({ part, event, entity, haloId, outcome, change, why }) => (
          <li key={part}>
            <span>{event}</span>
            {entity !== null && haloId !== null && (
              <Link
                to="/connections/$id/data/$entity/$haloId"
                params={{ id: connectionId, entity, haloId: String(haloId) }}
              >
                {words.entities.one[entity]} {haloId}
              </Link>
            )}
            <Chip tone={outcomeTones[outcome]}>{words.deliveries.outcomes[outcome]}</Chip>
            {change !== null && <span>{words.deliveries.revision(change.revision)}</span>}
            {why !== null && <span>{why}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Replay({ connectionId, deliveryId }: { connectionId: string; deliveryId: string }) {
  const mayReplay = useMay('operator');
  const navigate = useNavigate();
  const replay = useMutation({
    mutationFn: () => call<{ id: string }>('POST', `/deliveries/${deliveryId}/replay`),
    onSuccess: ({ id }) => {
      toast(words.deliveries.replayed);
      return navigate({ to: '/connections/$id/deliveries/$deliveryId', params: { id: connectionId, deliveryId: id } });
    },
    onError: (error) => toast(error.message),
  });
  if (!mayReplay) return null;
  return (
    <Button disabled={replay.isPending} onClick={() => replay.mutate()}>
      {words.deliveries.replay}
    </Button>
  );
}
