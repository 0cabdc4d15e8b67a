import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Looks {
  readonly look?: Look;
  readonly small?: boolean;
}

interface ButtonProps extends ComponentProps<'button'>, Looks {
  /** Shown instead of its label, and nothing can be pressed. */
  readonly busy?: ReactNode;
}

export function Button({ look = 'plain', small = false, busy, children, disabled, ...rest }: ButtonProps) {
  const isBusy = busy !== undefined && busy !== null && busy !== false;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classOf(look, small)}
    >
      {isBusy ? busy : children}
    </button>
  );
}

function Anchor({ look = 'plain', small = false, children, ...rest }: ComponentProps<'a'> & Looks) {
  return (
    <a {...rest} className={classOf(look, small)}>
      {children}
    </a>
  );
}

/** A link that looks like a button: it goes somewhere. */
export const ButtonLink = createLink(Anchor);

function classOf(look: Look, small: boolean): string {
  return [styles['button'], styles[look], small ? styles['small'] : ''].join(' ').trim();
}
