import { docOf } from '../../db/text/load.ts';
import { canonicalText } from '../../domain/document/canonical.ts';
import { findFault } from '../../domain/document/check.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { Scene } from './actions.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** What is not at rest yet, in words; null once everybody has everything, and was told so. */
export function restlessness({ stage: { world }, nodes, tabs }: Scene): string | null {
  const members = tabs.filter(({ userId }) => world.isMember(userId));
  for (const tab of members) if (!tab.isAtRest) return `a tab of ${tab.userId} (${tab.state})`;
  for (const [id, { truth, derived }] of world.sections) {
    for (const node of nodes) {
      const room = node.rooms.get(id);
      if (room && room.cursor !== truth.head) return `a room that is at row ${room.cursor} of ${truth.head}`;
      if (room && !room.isSettled) return 'a room with edits that wait for their commit';
    }
    if (derived?.head !== truth.head) return `what is derived from ${id}, of row ${derived?.head}`;
  }
  for (const tab of members)
    if (!showsTheLog(tab, world)) return `a tab of ${tab.userId} that shows another text than the log`;
  return null;
}

function showsTheLog({ ydoc, sectionId, userId, kind }: Tab, world: World): boolean {
  const { truth } = world.section(sectionId);
  const { pendingStructs, pendingDs } = ydoc.store;
  if (pendingStructs || pendingDs) return false;
  const mayTidy = kind === 'plain' && world.whyNot(sectionId, userId) !== null;
  const shown = mayTidy ? unformatted : canonicalText;
  return shown(documentOf(ydoc)) === shown(documentOf(truth.ydoc));
}

/** Looks whether the log is what it has to be. */
export function inspectLogs({ stage: { world }, witness }: Scene): void {
  for (const [id, { truth, snapshot, snapshotHead }] of world.sections) {
    const document = documentOf(truth.ydoc);
    truth.rows.forEach(({ seq }, i) => {
      if (seq !== i + 1) witness.breaks('LOG1', `row ${i + 1} has the number ${seq}`);
    });
    for (const block of document.content ?? []) {
      const fault = findFault(block);
      if (fault) witness.breaks('GATE2', `the text does not fit its form: ${fault}`);
    }
    const folded = docOf({ snapshot, rows: world.rowsAfter(id, snapshotHead), head: truth.head });
    if (canonicalText(documentOf(folded)) !== canonicalText(document))
      witness.breaks('LOG2', 'snapshot and tail give another text than the log');
  }
}

/** The text alone: Yjs tidies up the formatting in a reader's replica, unless told to leave it, and nobody takes that. */
function unformatted(document: NodeJson): string {
  const bare: NodeJson = JSON.parse(
    JSON.stringify(document, (name, value) => (name === 'marks' ? undefined : value)),
  );
  return canonicalText(bare);
}
