import { randomFillSync } from 'node:crypto';

// Random bytes for many ids at once: asking the system for sixteen costs more than the rest of an id.
const pool = Buffer.alloc(4_096);
let used = pool.length;

/**
 * A UUID of version 7 (RFC 9562): its first 48 bits are the time in milliseconds, so a range of ids is a range of time.
 * Delivery and call ids are such: their partitions and their pruning go by the id alone.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used += 16;
  pool.writeUIntBE(nowMs, at, 6);
  pool.writeUInt8(0x70 | (pool.readUInt8(at + 6) & 0x0f), at + 6);
  pool.writeUInt8(0x80 | (pool.readUInt8(at + 8) & 0x3f), at + 8);
  const hex = pool.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
