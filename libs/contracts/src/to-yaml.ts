/** JSON as YAML in blocks, for people. Texts stay quoted as in JSON, which is YAML too. */
export function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: unknown) => `${indent}- ${toYaml(item, `${indent}  `).trimStart()}`).join('\n');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(
        ([key, item]: [string, unknown]) =>
          `${indent}${/^[\w$][\w.-]*$/.test(key) && !/^\d/.test(key) ? key : JSON.stringify(key)}:${below(item, indent)}`,
      )
      .join('\n');
  }
  return `${indent}${JSON.stringify(value)}`;
}

function below(value: unknown, indent: string): string {
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isBlock ? `\n${toYaml(value, `${indent}  `)}` : ` ${JSON.stringify(value)}`;
}
