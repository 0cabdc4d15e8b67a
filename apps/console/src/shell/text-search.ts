/** Reads texts of an address's search part; what is no text or empty is left out. */
export function textSearch<Name extends string>(...names: readonly Name[]) {
  return (search: Readonly<Record<string, unknown>>): Partial<Record<Name, string>> => {
    const given = names.flatMap((name): [Name, string][] => {
      const value = search[name];
      // The router reads `?q=2207` as a number.
      return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [[name, String(value)]] : [];
    });
    return Object.fromEntries(given) as Partial<Record<Name, string>>; // made from names
  };
}
