import type { FastifyHelmetOptions } from '@fastify/helmet';

const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** The policy of the console's page: dialogs and menus put in a style of their own, which the nonce of this response allows. */
export function contentSecurityPolicy(nonce: string): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources, ...(name === 'style-src' ? [`'nonce-${nonce}'`] : [])].join(' '))
    .join(';');
}

/** Own files only, nothing inline, in no frame. HSTS is for an address that is https already. */
export function helmetOptions(isHttps: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  };
}
