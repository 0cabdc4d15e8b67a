import type { HaloWebhook } from '@halosync/halo-client';

/** Our webhook in Halo as it should be, unless told otherwise. */
export function aHaloWebhook(given: Partial<HaloWebhook> = {}): HaloWebhook {
  return {
    id: '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77',
    name: 'Halosync',
    url: callbackUrl('a'),
    note: '',
    isActive: true,
    isDisabled: false,
    disabledAt: null,
    isPost: true,
    contentType: 'application/json',
    auth: { type: 'none', name: '' },
    payload: 'full',
    isBatched: false,
    lastStatus: 200,
    events: [],
    ...given,
  };
}

export const callbackUrl = (letter: string, origin = 'https://sync.example.com'): string =>
  `${origin}/webhooks/halo/${letter.repeat(43)}`;
