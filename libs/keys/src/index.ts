export { DerivedKeys } from './derived-keys';
export { MasterKeys } from './master-keys';
export type { KeyOwner, WrappedKey } from './master-keys';
export type { KeyRotation } from './key-rotation';
export { open, seal } from './sealed';
export type { Place, Sealed } from './sealed';
