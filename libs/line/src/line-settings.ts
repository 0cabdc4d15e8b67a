import type { LinePorts } from './ports';

/** What the programs of one line have in common. */
export interface LineSettings {
  /** The repository: the programs are in its `dist`. */
  readonly root: string;
  /** Passed on to every program; what is named below wins. */
  readonly env: NodeJS.ProcessEnv;
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly topicPrefix?: string;
  readonly ports: LinePorts;
  readonly publicUrl: string;
  readonly encryptionKeys: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly simulator: { readonly dataDir: string; readonly env?: Readonly<Record<string, string>> };
}
