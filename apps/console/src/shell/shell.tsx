import { Outlet, useRouterState } from '@tanstack/react-router';
import { Menu, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { words } from '../words/words';
import { Brand } from './brand';
import { Nav } from './nav';
import styles from './shell.module.css';

/** What stands around every page of who is signed in. */
export function Shell() {
  return (
    <div className={styles['shell']}>
      <a href="#main" className={styles['skip']}>
        {words.shell.skip}
      </a>
      <header className={styles['bar']}>
        <Brand />
        <NarrowMenu />
      </header>
      <div className={styles['side']}>
        <Nav />
      </div>
      <main id="main" tabIndex={-1} className={styles['main']}>
        <Outlet />
      </main>
    </div>
  );
}

function NarrowMenu() {
  const [isOpen, setOpen] = useState(false);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className={styles['menu']}>
        <Menu size={20} aria-hidden />
        {words.shell.menu}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={styles['scrim']} />
        <Dialog.Content className={styles['drawer']} aria-describedby={undefined}>
          <Dialog.Title className="for-readers">{words.shell.menu}</Dialog.Title>
          <Dialog.Close className={styles['close']} aria-label={words.shell.closeMenu}>
            <X size={20} aria-hidden />
          </Dialog.Close>
          <Nav />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
