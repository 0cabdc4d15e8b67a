import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { useMay } from '../../api/session';
import { Page } from '../../shell/page';
import { words } from '../../words/words';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { ConnectField } from './connect-field';
import { Guide } from './guide';
import { Refusal } from './refusal';
import { Outcome } from './outcome';
import { useConnectForm } from './use-connect-form';
import type { Values } from './values';
import { fieldNames } from './values';
import styles from './connect-page.module.css';

/** The five values, tested before anything is saved. */
export function ConnectPage() {
  const mayConnect = useMay('admin');
  return (
    <Page
      title={words.connect.title}
      intro={words.connect.intro}
      crumbs={[{ label: words.shell.integrations, to: '/integrations' }]}
    >
      {mayConnect ? <ConnectForm /> : <Notice tone="idle">{words.connect.adminOnly}</Notice>}
    </Page>
  );
}

function ConnectForm() {
  const form = useConnectForm();
  const [pasted, setPasted] = useState<Partial<Values> | null>(null);
  const isBusy = form.save.isPending || form.test.isPending;

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!isBusy) form.press('save');
  }

  return (
    <div className={styles['columns']}>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <Refusal form={form} />
        {pasted !== null && (
          <PasteOffer
            found={pasted}
            onFill={() => {
              form.change(pasted);
              setPasted(null);
            }}
          />
        )}
        {fieldNames.map((name) => (
          <ConnectField key={name} name={name} form={form} onPaste={setPasted} />
        ))}
        <div className={styles['buttons']}>
          <Button type="submit" look="primary" busy={form.save.isPending && words.connect.testing} disabled={isBusy}>
            {words.connect.save}
          </Button>
          <Button
            look="quiet"
            busy={form.test.isPending && words.connect.testing}
            disabled={isBusy}
            onClick={() => form.press('test')}
          >
            {words.connect.testOnly}
          </Button>
        </div>
      </form>
      <div className={styles['side']}>
        <Outcome form={form} />
        <Guide />
      </div>
    </div>
  );
}

function PasteOffer({ found, onFill }: { found: Partial<Values>; onFill: () => void }) {
  const count = Object.keys(found).length;
  return (
    <div role="status">
      <Notice
        tone="run"
        action={
          <Button small look="primary" onClick={onFill}>
            {words.connect.fill(count)}
          </Button>
        }
      >
        {words.connect.pasteFound(words.connect.pasteCount(count))}
      </Notice>
    </div>
  );
}
