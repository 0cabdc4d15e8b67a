import { gzipSync } from 'node:zlib';
import { dotNetError, html, json, jsonText, modelState, nothing, plain } from '../http/answer';
import type { Answer } from '../http/answer';
import type { Fault } from './fault-book';

const MIB = 1024 * 1024;

/** The answer that a fault puts in place of the true one, before the call is looked at; undefined for the other kinds. */
export function answerInstead(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return withRetryAfter(statusAnswer(fault.status ?? 500, fault.body), fault.retryAfter);
    case 'html':
      return html('Halo', fault.status ?? 200);
    case 'token-expired':
      return nothing(401);
    case 'redirect':
      return nothing(fault.status ?? 302, { location: fault.location ?? 'http://169.254.169.254/latest/meta-data/' });
    case 'empty':
      return nothing(fault.status ?? 200);
    case 'garbage':
      return jsonText('{"record_count":3,"tickets":[{"id":1,', fault.status ?? 200);
    case 'wrong-type':
      return json(
        { tickets: 'none', sites: 7, users: null, invoices: { id: 1 }, record_count: 'many' },
        fault.status ?? 200,
      );
    case 'deep':
      return jsonText(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    case 'huge':
      return jsonText(`{"record_count":1,"tickets":[{"id":1,"summary":"${'x'.repeat(40 * MIB)}"}]}`);
    default:
      return undefined;
  }
}

let bomb: Buffer | undefined;

export function gzipBomb(): Buffer {
  return (bomb ??= gzipSync(Buffer.alloc(64 * MIB, ' ')));
}

/** Error bodies are not uniform: a .NET exception, several JSON shapes, model state, text, HTML or nothing were all seen. */
function statusAnswer(status: number, body: Fault['body']): Answer {
  switch (body ?? (status >= 500 ? 'html' : status === 401 ? 'empty' : 'json')) {
    case 'html':
      return html(`${String(status)} - Server Error`, status);
    case 'json':
      return json({ message: `Error ${String(status)}` }, status);
    case 'text':
      return plain(`Error ${String(status)}`, status);
    case 'dotnet':
      return dotNetError(status, 'An error has occurred.');
    case 'result-code':
      return json({ resultCode: status, errorMessage: 'An error has occurred.' }, status);
    case 'model-state':
      return { ...modelState({ '[0].id': ['The value is not valid.'] }), status };
    case 'empty':
      return nothing(status);
  }
}

function withRetryAfter(answer: Answer, retryAfter: string | undefined): Answer {
  return retryAfter === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}
