import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { reportQuery } from '../../api/queries.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { Answered } from '../../shell/Answered.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import { PositionSign } from '../report/PositionSign.tsx';

/** Every state's position on every section: states down, my own first, sections across. */
export function ClearancePage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId/clearance' });
  const report = useQuery(reportQuery(reportId));
  const table = useQuery({
    queryKey: keys.clearance(reportId),
    queryFn: () => answerOf(api.reports[':id'].clearance.$get({ param: { id: reportId } })),
  });
  return (
    <Answered query={report} what="the report">
      {(facts) => (
        <>
          <ReportHeader report={facts} screen="Clearance" />
          <Answered query={table} what="the positions">
            {({ sections, delegations, cells }) => (
              <Table.ScrollContainer minWidth={900}>
                <Table withColumnBorders aria-label="Positions of the states on the sections">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th scope="col">State</Table.Th>
                      {sections.map((section) => (
                        <Table.Th key={section.id} scope="col">
                          <a href={`/reports/${reportId}?section=${section.id}`}>{section.title}</a>
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {delegations.map((state) => (
                      <Table.Tr key={state.id}>
                        <Table.Th scope="row">
                          <DelegationTag code={state.code} tone={state.tone} name={state.shortName} />
                        </Table.Th>
                        {sections.map((section) => {
                          const cell = cells.find(
                            (c) => c.sectionId === section.id && c.delegationId === state.id,
                          );
                          const position = cell?.position
                            ? { kind: cell.position.kind, standing: cell.standing }
                            : null;
                          return (
                            <Table.Td key={section.id} title={cell?.position?.comment}>
                              <PositionSign position={position} />
                            </Table.Td>
                          );
                        })}
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            )}
          </Answered>
        </>
      )}
    </Answered>
  );
}
