import { Link, useParams } from '@tanstack/react-router';
import { usePages } from '../../api/pages';
import type { Run } from '../../api/types';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { duration } from '../../format/duration';
import { count } from '../../format/number';
import { EmptyState } from '../../ui/empty-state';
import { MarkChip } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import type { Column } from '../../ui/paged-table';
import { PagedTable } from '../../ui/paged-table';
import { words } from '../../words/words';
import { runMarks } from './run-mark';

const columns: readonly Column<Run>[] = [
  {
    name: words.runs.started,
    cell: ({ id, connectionId, startedAt }) => (
      <Link to="/connections/$id/runs/$runId" params={{ id: connectionId, runId: id }}>
        <Moment at={startedAt} />
      </Link>
    ),
  },
  { name: words.runs.mode, cell: ({ mode }) => words.runs.modes[mode] },
  {
    name: words.runs.state,
    cell: ({ state }) => <MarkChip mark={runMarks[state]}>{words.runs.states[state]}</MarkChip>,
  },
  { name: words.runs.took, kind: 'number', cell: took },
  { name: words.runs.calls, kind: 'number', cell: ({ calls }) => count(calls) },
  { name: words.runs.why, cell: ({ reason, askedBy }) => (askedBy === null ? reason : words.runs.askedBy(askedBy)) },
];

/** Every run of a connection, newest first. */
export function RunsPage() {
  const { id } = useParams({ from: '/signed-in/connections/$id/runs' });
  const pages = usePages<Run>(`/connections/${id}/runs`);
  return (
    <ConnectionPage id={id} title={words.connection.tabs.runs}>
      {() => (
        <PagedTable
          label={words.connection.tabs.runs}
          pages={pages}
          columns={columns}
          rowKey={(run) => run.id}
          empty={<EmptyState title={words.runs.empty}>{words.runs.emptyDetail}</EmptyState>}
        />
      )}
    </ConnectionPage>
  );
}

function took({ startedAt, endedAt }: Run): string {
  if (startedAt === null || endedAt === null) return '–';
  return duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000);
}
