export { EntityClient } from './entity-client';
export type { Change, FeedMessage, ListQuery } from './entity-client';
export type { FollowOptions } from './follow-changes';
export { HalosyncClient } from './halosync-client';
export type { HalosyncAddresses, HalosyncClientOptions } from './halosync-client';
