import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MSMT_STATES } from '../../../domain/delegations.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIsCoordinator } from '../../api/me.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { TextButton } from '../../forms/TextButton.tsx';
import { tellDone, tellFailed } from '../../shell/notices.ts';
import { SearchField, useSearched } from '../../shell/SearchField.tsx';
import { DelegationDialog } from './DelegationDialog.tsx';
import styles from './PeoplePage.module.css';
import type { Delegation } from './people.ts';
import { RemoveDelegation } from './RemoveDelegation.tsx';

type Dialog = { kind: 'none' } | { kind: 'add' } | { kind: 'edit' | 'remove'; delegation: Delegation };

/** The participating states. */
export function Delegations({ delegations }: { delegations: Delegation[] }) {
  const isCoordinator = useIsCoordinator();
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const [found, field] = useSearched(
    delegations,
    ({ code, shortName, formalName }) => `${code} ${shortName} ${formalName}`,
  );
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.delegations });
  const addMsmt = useMutation({
    mutationFn: () => answerOf(api.delegations.msmt.$post()),
    onSuccess: async ({ added }) => {
      await refresh();
      tellDone(`${added} ${added === 1 ? 'state' : 'states'} added.`);
    },
    onError: tellFailed,
  });
  const missing = MSMT_STATES.filter(
    ({ code }) => !delegations.some((delegation) => delegation.code === code),
  );

  return (
    <section className={styles.block} aria-labelledby="delegations">
      <div className={styles.top}>
        <h2 id="delegations">Delegations</h2>
        {isCoordinator && (
          <Group gap="xs">
            {missing.length > 0 && (
              <Button variant="default" loading={addMsmt.isPending} onClick={() => addMsmt.mutate()}>
                {missing.length === MSMT_STATES.length
                  ? 'Add the eleven states of the MSMT'
                  : `Add the ${missing.length} missing ${missing.length === 1 ? 'state' : 'states'} of the MSMT`}
              </Button>
            )}
            <Button variant="default" onClick={() => setDialog({ kind: 'add' })}>
              Add a state
            </Button>
          </Group>
        )}
      </div>
      <SearchField {...field} label="Find a state" />
      <ul className={styles.lines}>
        {found.map((delegation) => (
          <li key={delegation.id}>
            <DelegationTag code={delegation.code} tone={delegation.tone} />
            <span className={styles.grow}>
              {delegation.shortName}
              {delegation.formalName !== delegation.shortName && (
                <span className={styles.soft}> {delegation.formalName}</span>
              )}
            </span>
            <span className={styles.soft}>
              {delegation.people === 1 ? '1 person' : `${delegation.people} people`}
            </span>
            {isCoordinator && (
              <TextButton onClick={() => setDialog({ kind: 'edit', delegation })}>
                Edit<span className="visually-hidden"> {delegation.shortName}</span>
              </TextButton>
            )}
            {isCoordinator && delegation.people === 0 && (
              <TextButton onClick={() => setDialog({ kind: 'remove', delegation })}>
                Remove…<span className="visually-hidden"> {delegation.shortName}</span>
              </TextButton>
            )}
          </li>
        ))}
      </ul>
      {dialog.kind === 'remove' && (
        <RemoveDelegation
          delegation={dialog.delegation}
          count={delegations.length}
          onClose={() => setDialog({ kind: 'none' })}
        />
      )}
      {(dialog.kind === 'add' || dialog.kind === 'edit') && (
        <DelegationDialog
          delegation={dialog.kind === 'edit' ? dialog.delegation : null}
          onClose={() => setDialog({ kind: 'none' })}
        />
      )}
    </section>
  );
}
