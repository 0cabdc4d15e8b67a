import { problemSchema } from '@halosync/contracts';
import { z } from 'zod';
import type { OperationDescription } from './operation';
import type { DeclaredRoute } from './routes-of';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Record<string, Json>;

/** OpenAPI 3.1 from the routes and the schemas by which they check what they take and give. */
export function apiDocument(routes: readonly DeclaredRoute[]): JsonObject {
  const components: JsonObject = {};
  const paths: Record<string, JsonObject> = {};
  for (const route of [...routes].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))) {
    if (route.operation === undefined) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, route.operation, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Halosync',
      version: '1',
      description:
        'Errors are Problem Details (RFC 9457). Sign in by session cookie, or send an API key as a bearer token.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: hsk_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'halosync' },
      },
    },
  };
}

function operation(route: DeclaredRoute, described: OperationDescription, components: JsonObject): JsonObject {
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...queryParameters(described.query, components),
    ...Object.entries(described.headers ?? {}).map(([name, { description, required }]) => ({
      name,
      in: 'header',
      required,
      description,
      schema: { type: 'string' },
    })),
  ];
  const answers = Object.entries(described.answers).map(([status, schema]): [string, Json] => [
    status,
    {
      description: descriptions[status] ?? 'Answer',
      ...(schema === null
        ? {}
        : { content: { 'application/json': { schema: schemaOf(schema, 'output', components) } } }),
    },
  ]);
  return {
    operationId: route.handler.replace('Controller.', '_'),
    tags: [described.tag],
    summary: described.summary,
    description: route.role === 'public' ? 'Needs no sign-in.' : `Needs the role ${route.role ?? ''}.`,
    'x-role': route.role ?? null,
    ...(route.role === 'public' ? { security: [] } : { security: [{ apiKey: [] }, { session: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(described.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(described.body, 'input', components) } },
          },
        }),
    responses: {
      ...Object.fromEntries(answers),
      default: {
        description: 'Problem Details',
        content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output', components) } },
      },
    },
  };
}

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Begun',
  204: 'Done, nothing to say',
};

function queryParameters(query: z.ZodObject | undefined, components: JsonObject): JsonObject[] {
  return Object.entries(query?.shape ?? {}).map(([name, type]) => {
    const { description, ...schema } = schemaOf(type as z.ZodType, 'input', components) as JsonObject; // a shape holds types
    return { name, in: 'query', required: false, ...(description === undefined ? {} : { description }), schema };
  });
}

/** A schema as JSON Schema; what has a name of its own goes to the components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: JsonObject): Json {
  const converted = z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any' });
  for (const [name, definition] of Object.entries(converted.$defs ?? {})) {
    const { id: _id, ...rest } = definition;
    components[name] ??= withComponentRefs(rest);
  }
  return withComponentRefs(converted.properties?.['it'] ?? {});
}

function withComponentRefs(value: unknown): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json; // JSON gives JSON
}
