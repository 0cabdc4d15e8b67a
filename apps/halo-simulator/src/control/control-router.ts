import { z } from 'zod';
import { json } from '../http/answer';
import type { ServerResponse } from 'node:http';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Area } from '../http/server';

export interface Asked {
  readonly call: Call;
  readonly params: readonly string[];
  /** The JSON body; undefined where there is none. */
  readonly body: unknown;
  readonly response: ServerResponse;
}

export interface ControlRoute {
  readonly method: string;
  /** Below /control; groups become params. */
  readonly path: RegExp;
  readonly answer: (asked: Asked) => Answer | 'sent' | Promise<Answer | 'sent'>;
}

/** The side entrance for tests and demos: outside /api, not limited, not in the ledger of arrivals. */
export function controlArea(routes: readonly ControlRoute[]): Area {
  return async (call, response) => {
    if (!call.route.startsWith('/control')) return undefined;
    const path = call.path.slice('/control'.length).replace(/\/$/, '');
    const onPath = routes.filter((route) => route.path.test(path));
    const route = onPath.find(({ method }) => method === call.method);
    if (route === undefined)
      return json({ error: onPath.length === 0 ? 'not found' : 'method not allowed' }, onPath.length === 0 ? 404 : 405);
    const [, ...params] = route.path.exec(path) ?? [];
    try {
      const text = call.method === 'GET' ? '' : await call.body();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      return await route.answer({ call, params, body, response });
    } catch (error) {
      if (error instanceof z.ZodError) return json({ error: 'invalid', problems: error.issues }, 422);
      if (error instanceof SyntaxError) return json({ error: error.message }, 400);
      throw error;
    }
  };
}

export function limitOf(call: Call, fallback: number): number {
  return Math.max(1, Math.min(Number(call.query.get('limit') ?? fallback) || fallback, 100_000));
}

export function afterOf(call: Call): number {
  return Number(call.query.get('after') ?? 0) || 0;
}
