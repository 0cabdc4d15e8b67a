import { Fault } from './interleaving';
import type { Interleaving } from './interleaving';
import type { VersionRow } from './version-rows';

export interface Sent {
  readonly row: VersionRow;
  readonly position: number | null;
}

/** What reached the broker, in its order. */
export class TopicLog {
  readonly sent: Sent[] = [];
  /** Rows that came again although the round that sent them before did not fail. */
  readonly sentTwice: VersionRow[] = [];
  readonly #sentWell = new Set<VersionRow>();

  constructor(private readonly interleaving: Interleaving) {}

  /** One round of a relay: from here on, what it sends is its own. */
  async round(work: (send: (messages: readonly Sent[]) => Promise<void>) => Promise<number>): Promise<number | null> {
    const mine: VersionRow[] = [];
    try {
      return await work((messages) => this.#send(messages, mine));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // It ended between send and commit, for all that anybody knows: these may come again.
      for (const row of mine) this.#sentWell.delete(row);
      return null;
    }
  }

  /** The broker may take a part of a batch, or all of it and the acknowledgement is lost. */
  async #send(messages: readonly Sent[], mine: VersionRow[]): Promise<void> {
    const { interleaving } = this;
    await interleaving.riskyTurn();
    for (const message of messages) {
      if (this.#sentWell.has(message.row)) this.sentTwice.push(message.row);
      this.#sentWell.add(message.row);
      mine.push(message.row);
      this.sent.push(message);
      if (interleaving.chance(interleaving.faultRate / 4)) throw new Fault('the broker went away');
    }
    await interleaving.riskyTurn();
  }
}
