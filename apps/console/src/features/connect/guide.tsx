import { words } from '../../words/words';
import { Card } from '../../ui/card';
import { HaloPath } from '../../ui/halo-path';
import styles from './guide.module.css';

/** Where in Halo each value is. */
export function Guide() {
  return (
    <Card title={words.connect.guide}>
      <HaloPath path={words.connect.path} />
      <ol className={styles['steps']}>
        {words.connect.guideSteps.map(([title, text]) => (
          <li key={title}>
            <strong>{title}</strong>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
