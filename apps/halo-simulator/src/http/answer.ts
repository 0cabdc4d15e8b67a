/** What goes back; text is sent as it is. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return jsonText(JSON.stringify(value), status, headers);
}

export function jsonText(body: string, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return { status, type: 'application/json; charset=utf-8', body, ...(headers === undefined ? {} : { headers }) };
}

export function plain(body: string, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return { status, type: 'text/plain; charset=utf-8', body, ...(headers === undefined ? {} : { headers }) };
}

export function html(title: string, status = 200): Answer {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, type: 'text/html; charset=utf-8', body };
}

export function nothing(status: number, headers?: Readonly<Record<string, string>>): Answer {
  return { status, type: null, body: '', ...(headers === undefined ? {} : { headers }) };
}

/** Halo's error bodies are not uniform: these are the shapes that client authors report. */
export function dotNetError(status: number, message: string, className = 'System.Exception'): Answer {
  return json(
    { ClassName: className, Message: message, Data: null, InnerException: null, StackTraceString: null },
    status,
  );
}

export function modelState(problems: Readonly<Record<string, readonly string[]>>): Answer {
  return json(problems, 400);
}
