import type { Delivery, DeliveryDetail } from '../../api/types';
import type { Tone } from '../../ui/mark';

export const statusTones: Readonly<Record<Delivery['status'], Tone>> = {
  accepted: 'idle',
  routed: 'ok',
  quarantined: 'bad',
};

export const outcomeTones: Readonly<Record<DeliveryDetail['parts'][number]['outcome'], Tone>> = {
  waiting: 'idle',
  changed: 'ok',
  unchanged: 'idle',
  dead: 'bad',
  read: 'run',
  nowhere: 'warn',
  unknown: 'idle',
};
