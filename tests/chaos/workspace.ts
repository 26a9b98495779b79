import { joinWorkspace, type LivePerson, makeReport, setUp } from '../support/live.ts';
import type { Nodes } from '../support/nodes.ts';

/** A report of several sections, and who writes in them. */
export type ChaosWorkspace = { coordinator: LivePerson; people: LivePerson[]; sectionIds: string[] };

/** Sets the workspace up through its own API: three drafters of three states, and `sections` sections that all of them write. */
export async function makeWorkspace(nodes: Nodes, sections: number): Promise<ChaosWorkspace> {
  const coordinator = await setUp(nodes.live);
  const people = [
    await joinWorkspace(nodes.live, coordinator, 'JPN', ['drafter'], 'Hana Sato'),
    await joinWorkspace(nodes.live, coordinator, 'ROK', ['drafter'], 'Minjun Park'),
    await joinWorkspace(nodes.live, coordinator, 'USA', ['drafter'], 'Mary Jones'),
  ];
  const { reportId, sectionId, idOf } = await makeReport(coordinator);
  const sectionIds = [sectionId];
  while (sectionIds.length < sections) {
    const { status, body } = await coordinator.call('POST', `/api/reports/${reportId}/sections`, {
      title: `Findings ${sectionIds.length + 1}`,
      kind: 'body',
      leadDelegationId: idOf('JPN'),
      penHolderId: null,
      contributorIds: [idOf('ROK'), idOf('USA')],
    });
    if (status >= 300) throw new Error(`the section was refused: ${JSON.stringify(body)}`);
    sectionIds.push(String(body.id));
  }
  return { coordinator, people, sectionIds };
}
