import { useEffect, useState } from 'react';
import type { EntityName, TestResult } from '../../api/types';
import { callTime, duration } from '../../format/duration';
import { count } from '../../format/number';
import { words } from '../../words/words';
import { Card } from '../../ui/card';
import { MarkIcon } from '../../ui/mark';
import { Notice } from '../../ui/notice';
import type { ConnectForm } from './use-connect-form';
import styles from './outcome.module.css';

/** What is being tested, and what the test found. */
export function Outcome({ form: { save, test } }: { form: ConnectForm }) {
  if (save.isPending || test.isPending) return <Testing />;
  return test.data === undefined ? null : <Tested result={test.data} />;
}

function Testing() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const begun = Date.now();
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - begun) / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Notice tone="run" title={words.connect.testing}>
      <p>{words.connect.testingDetail}</p>
      {seconds > 1 && <p>{words.connect.elapsed(duration(seconds))}</p>}
    </Notice>
  );
}

function Tested({ result: { steps, entities, warnings, forecast } }: { result: TestResult }) {
  const records = Object.values(forecast.entities).reduce((sum, entity) => sum + entity.records, 0);
  return (
    <Card title={words.connect.steps}>
      <div className={styles['outcome']} role="status">
        <p>{words.connect.tested}</p>
        <ol>
          {steps.map(({ name, ok, ms, detail }) => (
            <li key={name}>
              <MarkIcon mark={ok ? 'complete' : 'exceptions'} />
              <span>
                {stepName(name, entities)}
                {!ok && detail !== '' && ` – ${detail}`}
              </span>
              <span className={styles['time']}>{callTime(ms)}</span>
            </li>
          ))}
        </ol>
        {warnings.map(({ field, code, message, hint }) => (
          <Notice key={field + code} tone="warn" title={words.connect.titles[code] ?? code}>
            <p>
              {message} {hint}
            </p>
          </Notice>
        ))}
        <p>
          <strong>{words.connect.forecast}</strong>{' '}
          {words.connect.forecastWords(count(records), count(forecast.calls), forecast.words)}
        </p>
      </div>
    </Card>
  );
}

function stepName(name: string, entities: TestResult['entities']): string {
  const known = entities[name as EntityName]; // undefined where the step is about no entity
  const what = words.entities.many[name as EntityName] as string | undefined;
  if (known?.recordCount !== undefined && known.recordCount !== null && what !== undefined)
    return words.connect.readable(what, count(known.recordCount));
  return words.connect.stepNames[name] ?? name;
}
