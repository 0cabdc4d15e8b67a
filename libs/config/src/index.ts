export { describeVariables } from './describe-variables';
export type { VariableDescription } from './describe-variables';
export { isSecretType, loadConfig, loggableConfig } from './load-config';
export { Secret } from './secret';
export {
  connectorPeer,
  databaseVariables,
  encryptionKeys,
  grpcTlsVariables,
  grpcVariables,
  kafkaVariables,
  programVariables,
  secret,
  servicePeers,
} from './variables';
export type { EncryptionKey } from './variables';
