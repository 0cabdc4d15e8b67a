import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { checkEnvironment } from './check-environment';
import type { Environments } from './check-environment';
import { checkHardening } from './check-hardening';
import { checkKafka } from './check-kafka';
import { checkNetwork } from './check-network';
import { checkPorts } from './check-ports';
import { checkReferences } from './check-references';
import { checkSelectors } from './check-selectors';
import type { Manifest } from './cluster';
import { Cluster } from './cluster';
import { literalProblems, schemaProblems } from './published-schemas';
import { render, secretsOfProduction, whyNoKubectl } from './render';
import { hardeningMistakes } from './mistakes/hardening';
import { kafkaMistakes } from './mistakes/kafka';
import { portMistakes } from './mistakes/ports';
import { literalMistakes, schemaMistakes } from './mistakes/published';
import { referenceMistakes } from './mistakes/references';
import { withMistake } from './seeded-mistakes';

const overlays = ['dev', 'production', 'production-strimzi'] as const;
const programs = ['gateway', 'connector', 'ticket-service', 'site-service', 'user-service', 'invoice-service'];
const why = whyNoKubectl();
// Jest shows the reason where it shows what was skipped.
const describeRendered = why === null ? describe : describe.skip;

describeRendered(`the manifests of Kubernetes${why === null ? '' : ` (skipped: ${why})`}`, () => {
  const rendered = new Map<string, Manifest[]>();
  let environments: Environments = {};
  const manifestsOf = (overlay: string): Manifest[] => rendered.get(overlay) ?? [];
  const spoilt = (): Manifest[] => manifestsOf('production-strimzi');

  beforeAll(() => {
    for (const overlay of overlays) rendered.set(overlay, render(overlay));
    const script = join(__dirname, '..', 'environments.mjs');
    environments = JSON.parse(
      execFileSync(process.execPath, [script, ...programs], { encoding: 'utf8', timeout: 60_000 }),
    ) as Environments;
  }, 90_000);

  /** All that does not fit together. */
  function mismatches(manifests: readonly Manifest[], overlay: string): string[] {
    const cluster = new Cluster([...manifests, ...(overlay === 'dev' ? [] : secretsOfProduction())]);
    return [
      ...[checkSelectors, checkReferences, checkPorts, checkHardening, checkNetwork, checkKafka].flatMap((check) =>
        check(cluster),
      ),
      ...checkEnvironment(cluster, environments),
    ];
  }

  describe.each(overlays)('%s', (overlay) => {
    it('holds every program and its migration', () => {
      const { workloads } = new Cluster(manifestsOf(overlay));
      for (const isMigration of [false, true]) {
        const found = workloads
          .filter((workload) => workload.isMigration === isMigration)
          .map(({ program }) => program);
        expect(found).toEqual(expect.arrayContaining(programs));
      }
    });

    it('fits together', () => {
      expect(mismatches(manifestsOf(overlay), overlay)).toEqual([]);
    });

    it('is what the published schemas ask for', () => {
      expect(schemaProblems(manifestsOf(overlay)).filter((problem) => problem !== null)).toEqual([]);
    });
  });

  it('has no field that does not exist', () => {
    const all = overlays.flatMap(manifestsOf);
    expect(all.length).toBeGreaterThan(100);
    expect(literalProblems(all).filter((problem) => problem !== null)).toEqual([]);
  }, 60_000);

  it.each([...referenceMistakes, ...portMistakes, ...hardeningMistakes, ...kafkaMistakes])(
    'a mistake is seen: $name',
    (mistake) => {
      const said = mismatches(withMistake(spoilt(), mistake).all, 'production-strimzi');
      expect(said).toContainEqual(expect.stringMatching(mistake.says));
    },
  );

  it('a mistake is seen by the published schemas, of each kind', () => {
    const said = schemaProblems(schemaMistakes.map((mistake) => withMistake(spoilt(), mistake).changed));
    expect(said).toEqual(schemaMistakes.map(({ says }) => expect.stringMatching(says) as unknown));
  });

  it('a field that does not exist is seen by the compiler, of each kind', () => {
    const said = literalProblems(literalMistakes.map((mistake) => withMistake(spoilt(), mistake).changed));
    expect(said).toEqual(literalMistakes.map(({ says }) => expect.stringMatching(says) as unknown));
  }, 60_000);
});
