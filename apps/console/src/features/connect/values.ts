export const fieldNames = ['authUrl', 'resourceUrl', 'tenant', 'clientId', 'clientSecret'] as const;

export type FieldName = (typeof fieldNames)[number];

/** What is typed into the five boxes. */
export type Values = Readonly<Record<FieldName, string>>;

export const noValues: Values = { authUrl: '', resourceUrl: '', tenant: '', clientId: '', clientSecret: '' };

const ends = { authUrl: '/auth', resourceUrl: '/api' } as const;

/** The value as it should have been pasted; the same where nothing is to be put right. */
export function putRight(field: FieldName, typed: string): string {
  const value = typed.trim().replace(/^["'“”]+|["'“”]+$/g, '');
  if (field !== 'authUrl' && field !== 'resourceUrl') return value;
  if (!URL.canParse(value)) return value;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return value;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/token$/, '');
  // The other end is a swap, which is told and not put right in silence.
  const isOther = Object.values(ends).some((end) => end !== ends[field] && path.endsWith(end));
  return url.origin + (path.endsWith(ends[field]) || isOther ? path : `${path}${ends[field]}`);
}

/** Hosted Halo always has a tenant: there the way out of it is not offered. */
export function isHosted(authUrl: string): boolean {
  return (
    URL.canParse(authUrl) &&
    /\.(halopsa|haloitsm|halocrm|haloservicedesk|haloservicesolutions)\.com$/.test(new URL(authUrl).hostname)
  );
}

/** Whether it is a Client ID as Halo makes them. */
export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
