import { randomBytes } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562): its first 48 bits are the time in milliseconds, so a range of ids is a range of time.
 * Delivery and call ids are such: their partitions and their pruning go by the id alone.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
