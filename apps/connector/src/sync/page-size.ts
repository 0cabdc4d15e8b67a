import { MAX_PAGE_SIZE } from '@halosync/halo-client';
import type { Connection } from '../connections/connection';

/** How many rows a list page of this Halo brings; as many as we ask for where the self-test has seen no cap. */
export const pageSizeOf = ({ selfTest }: Pick<Connection, 'selfTest'>): number => selfTest?.pageCap ?? MAX_PAGE_SIZE;
