/** RFC 3339, empty where there is none. */
export const instant = (at: Date | null | undefined): string => at?.toISOString() ?? '';
