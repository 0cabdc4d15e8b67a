// Who may import whom. The tags stand in each project's project.json; tools/lint/boundaries.spec.ts proves every rule by
// an import that must fail.
const base = ['type:base'];
const contracts = [...base, 'type:contracts'];
const adapter = [...contracts, 'type:adapter'];

export const boundaries = {
  enforceBuildableLibDependency: false,
  allow: [],
  checkDynamicDependenciesExceptions: [],
  depConstraints: [
    {
      sourceTag: 'type:app',
      onlyDependOnLibsWithTags: [...contracts, 'type:adapter', 'type:kernel', 'type:testing'],
      bannedExternalImports: ['kafkajs'],
    },
    {
      sourceTag: 'type:kernel',
      onlyDependOnLibsWithTags: [...adapter, 'type:testing'],
      bannedExternalImports: ['kafkajs'],
    },
    { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: [...contracts, 'type:testing'] },
    {
      sourceTag: 'type:contracts',
      onlyDependOnLibsWithTags: [...base, 'type:testing'],
      bannedExternalImports: ['kafkajs', 'typeorm', '@nestjs/*', 'pg'],
    },
    {
      sourceTag: 'type:base',
      onlyDependOnLibsWithTags: [...base, 'type:testing'],
      bannedExternalImports: ['kafkajs', 'typeorm'],
    },
    { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [...adapter, 'type:kernel', 'type:testing'] },
    { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
    ...[
      'gateway',
      'connector',
      'ticket-service',
      'site-service',
      'user-service',
      'invoice-service',
      'console',
      'cli',
      'halo-simulator',
      'e2e',
      'examples',
      'tools',
    ].map((app) => ({
      sourceTag: `scope:${app}`,
      onlyDependOnLibsWithTags: [`scope:${app}`, 'scope:shared'],
    })),
    {
      sourceTag: 'runtime:web',
      onlyDependOnLibsWithTags: ['runtime:web', 'runtime:any'],
      bannedExternalImports: ['@nestjs/*', 'typeorm', 'kafkajs', 'pg'],
    },
  ],
};

const noKafkaClient = { name: 'kafkajs', message: 'Only libs/kafka imports the Kafka client.' };
const throughTheIndex = { group: ['@halosync/*/src/*'], message: 'Reach a lib through its index.' };
const noTesting = {
  group: ['@halosync/testing', '@halosync/*/testing'],
  message: 'What tests use stays out of programs.',
};

/** Imports that no tag can tell apart, by kind of file. */
export const restrictedImports = {
  everywhere: { paths: [noKafkaClient], patterns: [throughTheIndex, noTesting] },
  inTests: { paths: [noKafkaClient], patterns: [throughTheIndex] },
  inConsole: {
    paths: [
      noKafkaClient,
      { name: 'zod', allowTypeImports: true, message: 'It would double the first load: import type.' },
      { name: '@halosync/contracts', allowTypeImports: true, message: 'It brings zod along: import type.' },
    ],
    patterns: [throughTheIndex, noTesting],
  },
  inKafka: { paths: [], patterns: [throughTheIndex, noTesting] },
};
