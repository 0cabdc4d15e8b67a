import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connectionQuery } from '../../api/connections';
import { useMay } from '../../api/session';
import { clock } from '../../format/time';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { toast } from '../../ui/toasts';
import { words } from '../../words/words';
import { rotateUrl } from './webhook-api';

/** Another callback URL, with a day in which both work. */
export function Rotate({ id }: { id: string }) {
  const mayRotate = useMay('admin');
  const queries = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => rotateUrl(id),
    onSuccess: ({ inHalo, previousWorksUntil }) => {
      toast(words.webhook.rotated[inHalo](clock(new Date(previousWorksUntil), new Date())));
      return queries.invalidateQueries(connectionQuery(id));
    },
    onError: (error) => toast(error.message),
  });
  if (!mayRotate) return null;
  return (
    <ConfirmDialog
      trigger={
        <Button small look="quiet" busy={rotate.isPending && words.webhook.settingUp}>
          {words.webhook.rotate}
        </Button>
      }
      title={words.webhook.rotateTitle}
      action={words.webhook.rotateDo}
      onConfirm={() => rotate.mutate()}
    >
      <p>{words.webhook.rotateText}</p>
    </ConfirmDialog>
  );
}
