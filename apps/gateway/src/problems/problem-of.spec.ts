import { NotFoundException } from '@nestjs/common';
import { AppError } from '@halosync/errors';
import { problemOf } from './problem-of';

describe('a failure as Problem Details', () => {
  it('says what our own errors say', () => {
    const errors = [
      { field: 'clientId', code: 'invalid_client', message: 'Halo does not know it.', hint: 'Copy it again.' },
    ] as const;
    expect(problemOf(new AppError('invalid_client', 'Refused.', { errors }), 't')).toEqual({
      type: 'urn:halosync:problem:invalid_client',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'Refused.',
      code: 'invalid_client',
      traceId: 't',
      errors,
    });
  });

  it.each([
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['precondition_failed', 412],
    ['precondition_required', 428],
    ['rate_limited', 429],
    ['unavailable', 503],
    ['timeout', 504],
    ['body_unreadable', 400],
    ['invalid_request', 422],
    ['token_html', 422],
    ['instance_busy', 409],
  ] as const)('%s is %d', (code, status) => {
    expect(problemOf(new AppError(code, 'x'), 't').status).toBe(status);
  });

  it.each([
    new Error('password=hunter2 at /srv/app.js:1'),
    new AppError('internal', 'select hunter2'),
    Object.assign(new Error('hunter2'), { statusCode: 500 }),
    'hunter2',
    null,
  ])('keeps the words of a bug to itself', (error) => {
    const body = problemOf(error, 't');
    expect(body).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it("knows Nest's and Fastify's own", () => {
    expect(problemOf(new NotFoundException('Cannot GET /x'), 't')).toMatchObject({
      status: 404,
      detail: 'No such path.',
    });
    expect(problemOf(Object.assign(new Error('x'), { statusCode: 415 }), 't')).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
  });
});
