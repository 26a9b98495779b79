import '@mantine/spotlight/styles.layer.css';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useIsCoordinator } from '../api/me.ts';
import { peopleQuery, reportQuery, reportsQuery } from '../api/queries.ts';
import { DelegationTag } from '../delegations/DelegationTag.tsx';
import styles from './CommandPalette.module.css';
import { type Place, placesIn } from './places.ts';

/**
 * Finds reports, sections, paragraphs by number, people and commands, from what this browser may already see.
 * It opens each time `openings` grows; its code is loaded at the first.
 */
export function CommandPalette({ openings }: { openings: number }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const isCoordinator = useIsCoordinator();
  const { reportId } = useParams({ strict: false });
  const reports = useQuery(reportsQuery);
  const people = useQuery(peopleQuery);
  const report = useQuery({ ...reportQuery(reportId ?? ''), enabled: reportId !== undefined });

  useEffect(() => {
    if (openings > 0) spotlight.open();
  }, [openings]);

  const goTo = (place: Place) => () => {
    if (reportId === undefined) return;
    const search = { section: undefined };
    void navigate({ to: '/reports/$reportId', params: { reportId }, search, hash: place.anchor });
  };

  const commands: SpotlightActionGroupData = {
    group: 'Go to',
    actions: [
      { id: 'home', label: 'Reports', onClick: () => void navigate({ to: '/' }) },
      { id: 'people', label: 'People and delegations', onClick: () => void navigate({ to: '/people' }) },
      { id: 'account', label: 'Account and second factor', onClick: () => void navigate({ to: '/account' }) },
      ...(isCoordinator
        ? [{ id: 'new', label: 'New report', onClick: () => void navigate({ to: '/reports/new' }) }]
        : []),
    ],
  };

  const groups: SpotlightActionGroupData[] = [
    {
      group: 'In this report',
      actions: placesIn(report.data?.sections ?? [], query).map((place) => ({
        id: place.anchor,
        label: place.label,
        description: place.within,
        onClick: goTo(place),
      })),
    },
    {
      group: 'Reports',
      actions: (reports.data ?? []).map(({ id, symbol, title }) => ({
        id,
        label: `${symbol}  ${title}`,
        onClick: () => void navigate({ to: '/reports/$reportId', params: { reportId: id } }),
      })),
    },
    commands,
    {
      group: 'People',
      actions: (people.data?.people ?? []).map((person) => ({
        id: person.id,
        label: person.name,
        description: person.delegation.shortName,
        keywords: [person.email, person.delegation.code],
        leftSection: <DelegationTag code={person.delegation.code} tone={person.delegation.tone} />,
        onClick: () => void navigate({ to: '/people', hash: `person-${person.id}` }),
      })),
    },
  ];

  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      limit={30}
      scrollable
      maxHeight="60dvh"
      nothingFound="Nothing has these words."
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0 }}
      classNames={{ action: styles.action }}
      attributes={{ content: { 'aria-label': 'Find' } }}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
        placeholder: 'Report, section, paragraph number, person or command',
        'aria-label': 'Find',
      }}
    />
  );
}
