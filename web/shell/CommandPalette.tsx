import '@mantine/spotlight/styles.layer.css';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useIsCoordinator } from '../api/me.ts';
import { peopleQuery, reportQuery, reportsQuery } from '../api/queries.ts';
import { DelegationTag } from '../delegations/DelegationTag.tsx';
import styles from './CommandPalette.module.css';
import { type Place, placesIn } from './places.ts';
import type { Palette } from './use-palette.ts';

/**
 * Finds reports, sections, paragraphs by number, people and commands, from what this browser may already see.
 * It opens when it is asked for; its code is loaded at the first time.
 */
export function CommandPalette({ palette }: { palette: Palette }) {
  const { stage, query, setQuery, takeOver, close } = palette;
  const navigate = useNavigate();
  const isCoordinator = useIsCoordinator();
  const { reportId } = useParams({ strict: false });
  const reports = useQuery(reportsQuery);
  const people = useQuery(peopleQuery);
  const report = useQuery({ ...reportQuery(reportId ?? ''), enabled: reportId !== undefined });

  useEffect(() => {
    if (stage === 'asked') spotlight.open();
    if (stage === 'closed') spotlight.close();
  }, [stage]);

  // The stand-in has taken what was typed so far: the same query stands in this field, and only the focus moves.
  const field = useCallback(
    (input: HTMLInputElement | null) => {
      if (!input) return;
      input.focus({ preventScroll: true });
      input.setSelectionRange(input.value.length, input.value.length);
      const was = takeOver();
      // Spotlight selects the first match only after its own input event; its keys are the only way to ask for it.
      const press = (code: string) =>
        input.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
      setTimeout(() => {
        const isSelected = document.querySelector('[data-action][data-selected]') !== null;
        if (input.value !== '' && !isSelected) press('ArrowDown');
        if (was === 'entered') press('Enter');
      });
    },
    [takeOver],
  );

  const goTo = (place: Place) => () => {
    if (reportId === undefined) return;
    const search = { section: undefined };
    void navigate({ to: '/reports/$reportId', params: { reportId }, search, hash: place.anchor });
  };

  const params = { reportId: reportId ?? '' };
  const screens: SpotlightActionGroupData = {
    group: 'This report',
    actions: [
      {
        id: 'text',
        label: 'Text',
        keywords: ['read', 'write', 'report'],
        onClick: () => void navigate({ to: '/reports/$reportId', params, search: { section: undefined } }),
      },
      {
        id: 'clearance',
        label: 'Clearance',
        keywords: ['table', 'positions', 'delegations'],
        onClick: () => void navigate({ to: '/reports/$reportId/clearance', params }),
      },
      {
        id: 'activity',
        label: 'Activity',
        keywords: ['history', 'log'],
        onClick: () => void navigate({ to: '/reports/$reportId/activity', params }),
      },
      {
        id: 'publication',
        label: 'Publication',
        keywords: ['publish', 'release', 'editions', 'pdf'],
        onClick: () => void navigate({ to: '/reports/$reportId/publish', params }),
      },
      {
        id: 'settings',
        label: 'Sections and settings',
        keywords: ['configure', 'add section'],
        onClick: () => void navigate({ to: '/reports/$reportId/settings', params }),
      },
    ],
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
    ...(report.data ? [screens] : []),
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
      onSpotlightClose={close}
      returnFocus={false}
      limit={30}
      scrollable
      maxHeight="60dvh"
      nothingFound="Nothing has these words."
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0 }}
      classNames={{ action: styles.action }}
      attributes={{ content: { 'aria-label': 'Find' } }}
      searchProps={{
        ref: field,
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
        placeholder: 'Report, section, paragraph number, person or command',
        'aria-label': 'Find',
      }}
    />
  );
}
