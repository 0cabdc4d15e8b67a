/** The four entity services, in the order in which people list them. */
export const SERVICES = ['ticket-service', 'site-service', 'user-service', 'invoice-service'] as const;

/** Every program of the line but the simulator, which stands in for Halo. */
export const LINE_PROGRAMS = ['gateway', 'connector', ...SERVICES] as const;

export const SIMULATOR = 'halo-simulator';

/** All of them. */
export const PROGRAMS = [...LINE_PROGRAMS, SIMULATOR] as const;

export type ServiceName = (typeof SERVICES)[number];
export type LineProgram = (typeof LINE_PROGRAMS)[number];
export type ProgramName = (typeof PROGRAMS)[number];
