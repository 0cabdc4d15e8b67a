import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../../api/session';
import { Page } from '../../shell/page';
import type { Theme } from '../../shell/theme';
import { chooseTheme, storedTheme } from '../../shell/theme';
import { Card } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { Moment } from '../../ui/moment';
import { Region } from '../../ui/region';
import { words } from '../../words/words';
import styles from './account-page.module.css';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Who is signed in, and how the console looks to them. */
export function AccountPage() {
  const session = useQuery(sessionQuery);
  return (
    <Page title={words.session.accountTitle}>
      <Card>
        <Region query={session} rows={3}>
          {({ name, role, expiresAt }) => (
            <Facts
              facts={[
                [words.session.signedInAs, name],
                [words.session.role, words.session.roles[role]],
                [words.session.sessionEnds, <Moment key="ends" at={expiresAt} />],
                [words.session.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone],
              ]}
            />
          )}
        </Region>
      </Card>
      <ThemeChoice />
    </Page>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <Card>
      <fieldset className={styles['themes']}>
        <legend>{words.session.theme}</legend>
        {themes.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="theme"
              checked={theme === one}
              onChange={() => {
                setTheme(one);
                chooseTheme(one);
              }}
            />
            {words.session.themes[one]}
          </label>
        ))}
      </fieldset>
    </Card>
  );
}
