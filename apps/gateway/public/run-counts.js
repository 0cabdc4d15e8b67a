import { ENTITIES, STATES, moment, number, setChip, setText } from './words.js';

const RUN_COUNTS = ['inHalo', 'seen', 'published', 'committed'];

/** The four counts of the run under way, or of the last one. */
export function showRun(card, run) {
  const part = (name) => card.querySelector(`[data-${name}]`);
  part('run').hidden = run === undefined;
  if (run === undefined) return;
  const since = run.startedAt === null ? '' : `, started ${moment.format(new Date(run.startedAt))}`;
  setText(part('run-words'), `${run.mode}${since} (${run.reason}): ${number.format(run.calls)} calls`);
  const body = part('run-entities');
  if (body.dataset.of !== run.id) {
    body.dataset.of = run.id;
    body.replaceChildren(...Object.keys(run.entities).map(runRow));
  }
  for (const [entity, counts] of Object.entries(run.entities)) {
    const cell = (name) => body.querySelector(`[data-entity="${entity}"] [data-cell="${name}"]`);
    setChip(cell('state').firstElementChild, ...(STATES[counts.state] ?? [counts.state, 'idle']));
    for (const name of RUN_COUNTS)
      setText(cell(name), counts[name] === null ? 'not known' : number.format(counts[name]));
  }
}

function runRow(entity) {
  const row = document.createElement('tr');
  row.dataset.entity = entity;
  const head = Object.assign(document.createElement('th'), { scope: 'row', textContent: ENTITIES[entity] });
  const state = document.createElement('td');
  state.dataset.cell = 'state';
  state.append(Object.assign(document.createElement('span'), { className: 'chip' }));
  const counts = RUN_COUNTS.map((name) => {
    const cell = Object.assign(document.createElement('td'), { className: 'number' });
    cell.dataset.cell = name;
    return cell;
  });
  row.append(head, state, ...counts);
  return row;
}
