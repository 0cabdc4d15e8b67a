import { STATUSES } from '../generate/lookups';
import { CATEGORIES, SENTENCES, SUBJECTS } from '../generate/phrases';
import { asHtml, customFields } from '../generate/details';
import type { Dice } from '../generate/dice';
import type { EntityName, Fields } from '../world/entity';

/** One thing that a person might change; some touch only fields that list rows never show. */
export function inventChange(entity: EntityName, dice: Dice): Fields {
  return dice.pick(CHANGES[entity])(dice);
}

type Invention = (dice: Dice) => Fields;

const setCustomFields: Invention = (dice) => ({
  customfields: customFields(dice, ['Cost centre', 'Hours', 'Approved']),
});

const CHANGES: Readonly<Record<EntityName, readonly Invention[]>> = {
  ticket: [
    (dice) => ({ summary: `${dice.pick(SUBJECTS)} (${String(dice.below(999))})` }),
    (dice) => ({ status_id: dice.pick(STATUSES).id }),
    (dice) => {
      const details = `${dice.pick(SENTENCES)} ${dice.pick(SENTENCES)}`;
      return { details, details_html: asHtml(details) };
    },
    (dice) => ({ agent_id: 1 + dice.below(9), priority_id: 1 + dice.below(4) }),
    (dice) => ({ category_1: dice.pick(CATEGORIES), onhold: dice.chance(0.3) }),
    (dice) => ({ timetaken: dice.below(900) / 100 }),
    setCustomFields,
  ],
  site: [
    (dice) => ({ phonenumber: `+44 20 7946 ${String(dice.below(9999)).padStart(4, '0')}` }),
    (dice) => ({ notes: dice.pick(SENTENCES) }),
    (dice) => ({ inactive: dice.chance(0.3) }),
    setCustomFields,
  ],
  user: [
    (dice) => ({ mobilenumber: `+44 7700 ${String(900_000 + dice.below(999))}` }),
    (dice) => ({ notes: dice.pick(SENTENCES) }),
    (dice) => ({ inactive: dice.chance(0.5) }),
    (dice) => ({ other1: dice.pick(SENTENCES), title: dice.pick(['', 'Dr.', 'Frau']) }),
    setCustomFields,
  ],
  invoice: [
    (dice) => ({ posted: dice.chance(0.8) }),
    (dice) => ({ paymentstatus: dice.pick([0, 1, 2]), internal_note: dice.pick(SENTENCES) }),
    (dice) => ({ reference: `PO ${String(dice.below(99_999))}` }),
    (dice) => ({ voided: dice.chance(0.2) }),
    setCustomFields,
  ],
  client: [
    (dice) => ({ website: `https://c${String(dice.below(999))}.example` }),
    (dice) => ({ is_vip: dice.chance(0.2) }),
  ],
};
