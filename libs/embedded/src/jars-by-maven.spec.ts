import release from './kafka-4.1.0.jars.json';
import { pomFor } from './jars-by-maven';

describe('the jars of the broker', () => {
  it('become a project for Maven that takes them and nothing else', () => {
    const pom = pomFor([
      { path: 'org/apache/kafka/kafka-clients/4.1.0/kafka-clients-4.1.0.jar', bytes: 1, sha256: '' },
    ]);
    expect(pom).toContain(
      '<groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.1.0</version>',
    );
    expect(pom).toContain('<exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>');
  });

  it('are each known by their sum, and no two share a name', () => {
    expect(new Set(release.jars.map(({ path }) => path.split('/').at(-1))).size).toBe(release.jars.length);
    for (const { sha256 } of release.jars) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
