import '@fontsource-variable/inter';
import './tokens.css';
import './base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { consoleQueries } from './query-client';
import { consoleRouter } from './router';
import { followTheme } from './shell/theme';

// Before anything renders: dialogs and menus put in a style of their own, which the page's policy allows by this nonce.
setNonce(document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.nonce ?? '');
followTheme();

const queries = consoleQueries(() => {
  const { href, pathname } = router.state.location;
  if (pathname === '/sign-in') return;
  queries.clear();
  void router.navigate({ to: '/sign-in', search: { back: href } });
});
const router = consoleRouter(queries);
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root.');

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
