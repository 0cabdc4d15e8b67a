import { useParams } from '@tanstack/react-router';
import { useMay } from '../../api/session';
import { ConnectionPage } from '../../connection-frame/connection-page';
import { Card } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { Notice } from '../../ui/notice';
import { words } from '../../words/words';
import { Disconnect } from './disconnect';
import { EditForm } from './edit-form';
import styles from './settings-page.module.css';

/** What is set for a connection, and how to leave. */
export function SettingsPage() {
  const { id } = useParams({ from: '/signed-in/connections/$id/settings' });
  const mayEdit = useMay('admin');
  return (
    <ConnectionPage id={id} title={words.connection.tabs.settings}>
      {(connection) => (
        <div className={styles['sections']}>
          <Card title={words.settings.values}>
            <Facts
              facts={[
                [words.connect.fields.authUrl.label, connection.authUrl],
                [words.connect.fields.resourceUrl.label, connection.resourceUrl],
                [words.connect.fields.tenant.label, connection.tenant],
                [words.connect.fields.clientId.label, connection.clientId],
              ]}
            />
          </Card>
          {mayEdit ? (
            <>
              <EditForm connection={connection} />
              <Disconnect connection={connection} />
            </>
          ) : (
            <Notice tone="idle">{words.connect.adminOnly}</Notice>
          )}
        </div>
      )}
    </ConnectionPage>
  );
}
