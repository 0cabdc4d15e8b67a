import type { Manifest } from './cluster';

/** One mistake, put into production on Strimzi, and what must be said of it. */
export interface Mistake {
  readonly name: string;
  /** Such as `Deployment/gateway`. */
  readonly in: string;
  /** Keys and numbers, with `/` between. */
  readonly at: string;
  /** Undefined takes away what is there. */
  readonly becomes?: unknown;
  readonly says: RegExp;
}

/** The manifests with the mistake in them; the others stay as they are. Names may end in the hash of a ConfigMap. */
export function withMistake(
  manifests: readonly Manifest[],
  mistake: Mistake,
): { readonly all: Manifest[]; readonly changed: Manifest } {
  const all = structuredClone(manifests) as Manifest[];
  const changed = all.find(
    ({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[a-z0-9]{10}$/, '')}` === mistake.in,
  );
  if (changed === undefined) throw new Error(`${mistake.name}: there is no ${mistake.in} to spoil`);
  const path = mistake.at.split('/').map((key) => key.replaceAll('~', '/'));
  const last = path.pop() ?? '';
  let place = changed as unknown as Record<string, unknown>; // a document whose shape the path names
  for (const key of path) place = place[key] as Record<string, unknown>;
  if (mistake.becomes === undefined && !(last in place))
    throw new Error(`${mistake.name}: there is no ${mistake.at} to take away`);
  if (mistake.becomes === undefined) Reflect.deleteProperty(place, last);
  else place[last] = mistake.becomes;
  return { all, changed };
}
