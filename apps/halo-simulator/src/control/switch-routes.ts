import { z } from 'zod';
import { faultSchema } from '../faults/fault-book';
import { namedProfiles, profileChangeSchema } from '../faults/named-profiles';
import { json } from '../http/answer';
import { webhookFaultsSchema } from '../webhooks/webhook-faults';
import type { Halo } from '../halo';
import type { ControlRoute } from './control-router';

const patch = z.record(z.string(), z.unknown());
const credentials = z.strictObject({
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  revokeTokens: z.boolean().default(false),
});

/** How this Halo behaves and what goes wrong on request. */
export function switchRoutes(halo: Halo): readonly ControlRoute[] {
  const { settings, faults, dispatch } = halo;
  return [
    { method: 'GET', path: /^\/limiter$/, answer: () => json(limiterState(halo)) },
    {
      method: 'PUT',
      path: /^\/limiter$/,
      answer: ({ body }) => {
        settings.patchLimiter(patch.parse(body));
        return json(limiterState(halo));
      },
    },
    {
      method: 'DELETE',
      path: /^\/limiter$/,
      answer: () => {
        settings.resetLimiter();
        halo.limiter.reset();
        return json(limiterState(halo));
      },
    },
    { method: 'GET', path: /^\/profile$/, answer: () => json(settings.profile) },
    {
      method: 'PUT',
      path: /^\/profile$/,
      answer: ({ body }) => {
        const { named, switches } = profileChangeSchema.parse(body);
        if (named === undefined) return json(settings.patchProfile(switches));
        return json(settings.takeProfile({ ...namedProfiles[named], ...switches }));
      },
    },
    { method: 'GET', path: /^\/profiles$/, answer: () => json(namedProfiles) },
    { method: 'DELETE', path: /^\/profile$/, answer: () => json(settings.resetProfile()) },
    { method: 'GET', path: /^\/faults$/, answer: () => json({ items: faults.list() }) },
    { method: 'POST', path: /^\/faults$/, answer: ({ body }) => json(faults.book(faultSchema.parse(body)), 201) },
    {
      method: 'DELETE',
      path: /^\/faults(?:\/([\w-]+))?$/,
      answer: ({ params }) =>
        faults.clear(params[0]) ? json({ cleared: true }) : json({ error: 'no such fault' }, 404),
    },
    { method: 'GET', path: /^\/webhook-faults$/, answer: () => json(dispatch.faults) },
    {
      method: 'PUT',
      path: /^\/webhook-faults$/,
      answer: ({ body }) => {
        dispatch.setFaults(webhookFaultsSchema.parse({ ...dispatch.faults, ...patch.parse(body) }));
        return json(dispatch.faults);
      },
    },
    {
      method: 'DELETE',
      path: /^\/webhook-faults$/,
      answer: () => {
        dispatch.setFaults(webhookFaultsSchema.parse({}));
        return json(dispatch.faults);
      },
    },
    {
      method: 'PUT',
      path: /^\/credentials$/,
      answer: ({ body }) => {
        const { clientId, clientSecret, revokeTokens } = credentials.parse(body);
        if (revokeTokens) halo.tokens.revokeAll();
        return json(
          settings.setCredentials({
            ...(clientId === undefined ? {} : { clientId }),
            ...(clientSecret === undefined ? {} : { clientSecret }),
          }),
        );
      },
    },
    {
      method: 'POST',
      path: /^\/tokens\/revoke$/,
      answer: () => {
        halo.tokens.revokeAll();
        return json({ revoked: true });
      },
    },
  ];
}

export function limiterState(halo: Halo): object {
  const { limiter, settings } = halo;
  return {
    ...settings.limiter,
    inWindow: limiter.inWindow(),
    refused: limiter.refused,
    otherIntegrationRefused: limiter.otherRefused,
  };
}
