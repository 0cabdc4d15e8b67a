import { clientName } from './client';
import { SALT } from './census';
import { Dice } from './dice';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

export function ticketSla(census: Census, id: number): number {
  const dice = new Dice(census.seed, SALT.ticket, id, 3);
  return dice.chance(0.8) ? 1 + dice.below(3) : -1;
}

/** What `ticketidonly` shows of a generated ticket, without making its text: 150,000 of them go into one answer. */
export function ticketHead(census: Census, id: number, core: Core): Fields {
  return {
    id,
    sla_id: ticketSla(census, id),
    status_id: core.status,
    client_id: core.client,
    client_name: clientName(core.client),
  };
}
