import * as Y from 'yjs';
import type { Connection, Content } from './connection.ts';
import type { Judgement } from './gate.ts';
import type { SectionText } from './section-text.ts';

/** A message that was accepted, until it is committed; `payload` is what was new in it, null where nothing was. */
export type Entry = {
  connection: Connection;
  content: Content;
  payload: Uint8Array | null;
  claims: number[];
};

/** What the entrance of a room tells it, and asks of it. */
type Owner = {
  isIn(connection: Connection): boolean;
  nothingNew(connection: Connection, content: Content): void;
  accepted(entry: Entry): void;
  /** Learns what others have committed since, and whose `clients` are. False: nobody waits for it any more. */
  lookUp(clients: number[]): Promise<boolean>;
  /**
   * True while the log may lack what its people have seen. What one person wrote they bring back; an answer that holds
   * the lost words of several is not taken apart.
   */
  isRecovering(): boolean;
};

type Refused = Extract<Judgement, { kind: 'refused' }>;
type Message = { connection: Connection; content: Content };

/** What may turn out to be no fault, once this node has heard of all that was committed on others. */
const DOUBTFUL = new Set<Refused['reason']>(['foreign_client', 'not_allowed', 'gap']);

/**
 * Where a room takes in what its connections send. Each message is judged in the order in which it came; one that
 * depends on what is still to come is held, and one that is refused only for what this node may not have heard of yet
 * is judged once more when it has.
 */
export class Entrance {
  readonly #text: SectionText;
  readonly #owner: Owner;
  #doubtful: Message[] = [];
  #isLookingUp = false;

  constructor(text: SectionText, owner: Owner) {
    this.#text = text;
    this.#owner = owner;
  }

  /** A message with content. Refusing it closes the connection. */
  receive(connection: Connection, content: Content): void {
    if (!isEmpty(content.update) || connection.held.length > 0) {
      this.#text.whenReady(() => this.#takeIn({ connection, content }, 'look up'));
      return;
    }
    // Most who come have nothing to bring, and need no replica of the text to be told so.
    if (content.isAnswer) connection.awaited = Math.max(0, connection.awaited - 1);
    connection.settled(content.count);
    connection.tellSaved();
  }

  /** Judges anew what was accepted, on a text that is read anew: it may have rested on what could not be committed. */
  startOver(entries: Entry[]): void {
    this.#text.reload(
      entries.map(
        ({ connection, content }) =>
          () =>
            this.#judge({ connection, content: asCounted(content) }, 'look up'),
      ),
    );
  }

  #takeIn(message: Message, doubts: 'look up' | 'refuse'): void {
    if (this.#owner.isIn(message.connection)) this.#judge(message, doubts);
  }

  #judge({ connection, content }: Message, doubts: 'look up' | 'refuse'): void {
    const { shadow } = this.#text;
    if (!shadow) return;
    let judgement: Judgement;
    try {
      judgement = shadow.judge(content.update, connection.person.userId, connection.mayWrite.allowed);
    } catch {
      // No update at all, or one that Yjs gave up on half-way: then the shadow holds that half.
      connection.refuseMalformed();
      this.#text.reload();
      return;
    }
    switch (judgement.kind) {
      case 'nothing_new':
        this.#owner.nothingNew(connection, content);
        break;
      case 'accepted':
        this.#owner.accepted({
          connection,
          content,
          payload: judgement.payload,
          claims: judgement.claims,
        });
        break;
      case 'refused':
        this.#refuse({ connection, content }, judgement, doubts);
        return;
    }
    if (content.isAnswer) this.#answered(connection);
  }

  #refuse(message: Message, { reason, why, applied }: Refused, doubts: 'look up' | 'refuse'): void {
    const { connection, content } = message;
    if (reason === 'gap' && !applied && holds(connection, content)) return;
    if (DOUBTFUL.has(reason) && !applied && doubts === 'look up') {
      this.#doubtful.push(message);
      void this.#lookUp();
      return;
    }
    if (reason === 'foreign_client' && this.#owner.isRecovering())
      connection.comeBack('The database is still catching up with this section. Connecting again.');
    else connection.refuse(reason, why);
    if (applied) this.#text.reload();
  }

  #answered(connection: Connection): void {
    connection.awaited = Math.max(0, connection.awaited - 1);
    if (connection.awaited > 0) return;
    for (const content of connection.held.splice(0)) this.#takeIn({ connection, content }, 'look up');
  }

  /** Judges what is in doubt once more, in its order, when everything is known that its clients may have seen. */
  async #lookUp(): Promise<void> {
    if (this.#isLookingUp) return;
    this.#isLookingUp = true;
    while (this.#doubtful.length > 0) {
      const doubtful = this.#doubtful;
      this.#doubtful = [];
      const clients = doubtful.flatMap(({ content }) => [...Y.parseUpdateMeta(content.update).to.keys()]);
      if (!(await this.#owner.lookUp(clients))) continue;
      for (const message of doubtful) this.#text.whenReady(() => this.#takeIn(message, 'refuse'));
    }
    this.#isLookingUp = false;
  }
}

/** Keeps what may depend on something that only an answer brings which is still to come. False: it does not. */
function holds(connection: Connection, content: Content): boolean {
  if (connection.awaited - (content.isAnswer ? 1 : 0) <= 0) return false;
  if (content.isAnswer) connection.awaited -= 1;
  connection.hold(asCounted(content));
  return true;
}

/** An answer counts as one once. */
const asCounted = (content: Content): Content => ({ ...content, isAnswer: false });

/** Whether it is the empty update, with which a client answers that has nothing new. */
const isEmpty = (update: Uint8Array) => update.length === 2 && update[0] === 0 && update[1] === 0;
