/** The lowest UUIDv7 of a moment: delivery ids begin with their time, so a range of time is a range of the primary key. */
export function idOfTime(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
