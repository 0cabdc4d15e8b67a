import { SENTENCES } from './phrases';
import type { Dice } from './dice';

/** Mostly a paragraph; some carry NULs and some are very long, as tickets made from e-mails are. */
export function ticketDetails(dice: Dice): string {
  const length = dice.chance(1 / 400) ? 400 + dice.below(400) : 1 + dice.below(6);
  const text = Array.from({ length }, () => dice.pick(SENTENCES)).join(length > 6 ? '\r\n' : ' ');
  return dice.chance(1 / 150) ? `${text}\u0000end` : text;
}

export function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div style="font-family:'Segoe UI'"><p>${escaped.replaceAll('\r\n', '<br>')}</p></div>`;
}

/** `{id,name,label,type,value,display}` with a value of any type (documented). */
export function customFields(dice: Dice, names: readonly string[]): readonly object[] {
  return names.slice(0, 1 + dice.below(names.length)).map((name, position) => {
    const text = dice.pick(SENTENCES);
    const count = dice.below(500);
    const ticked = dice.chance(0.5);
    const size = 'Größe "L"';
    const kinds = [
      { type: 0, value: text, display: text },
      { type: 1, value: count, display: String(count) },
      { type: 2, value: ticked, display: String(ticked) },
      { type: 3, value: [{ id: dice.below(9), name: size }], display: size },
    ];
    const field = { id: 100 + position, name: `CF${name}`, label: name };
    return { ...field, ...kinds[position % kinds.length], characterlimit: 0, searchable: false };
  });
}

/** Fields that no swagger names: they come with versions and with a tenant's own configuration. */
export function unknownFields(dice: Dice): object {
  return {
    _acme_sync_marker: dice.guid(),
    zz_tenant_extra: dice.pick([null, '', 0, 'ключ', { nested: { depth: [1, 2, { x: null }] } }]),
  };
}
