import { connect as words } from '../../words/connect';
import type { FieldName, Values } from './values';
import { fieldNames } from './values';

export type Problems = Partial<Readonly<Record<FieldName, string>>>;

/** What can be seen to be wrong without asking anybody, by field. */
export function checkValues(values: Values, hasNoTenant: boolean): Problems {
  const problems: Partial<Record<FieldName, string>> = {};
  for (const name of fieldNames) {
    const problem = checkField(name, values, hasNoTenant);
    if (problem !== null) problems[name] = problem;
  }
  return problems;
}

/** One field's problem in words; null where none can be seen. */
export function checkField(name: FieldName, values: Values, hasNoTenant: boolean): string | null {
  const value = values[name].trim();
  if (value === '') {
    if (name === 'tenant' && hasNoTenant) return null;
    const { label, place } = words.fields[name];
    return `${words.missing(label)} ${words.missingHint(place)}`;
  }
  if (name === 'authUrl' || name === 'resourceUrl')
    return urlProblem(value) ?? (areSwapped(values) ? words.swapped : null);
  if (name === 'clientSecret' && value === values.clientId.trim()) return words.sameAsId;
  return null;
}

export function areSwapped({ authUrl, resourceUrl }: Values): boolean {
  return /\/api\/?$/.test(authUrl.trim()) && /\/auth\/?$/.test(resourceUrl.trim());
}

function urlProblem(value: string): string | null {
  if (!URL.canParse(value)) return words.notAUrl;
  const { protocol, hostname, username, password } = new URL(value);
  if (!/^https?:$/.test(protocol) || hostname === '') return words.notAUrl;
  return username !== '' || password !== '' ? words.noPassword : null;
}
