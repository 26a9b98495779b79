import { useState } from 'react';
import { ROLE_NAMES } from '../../../domain/workflow/roles.ts';
import { useIsCoordinator, useSignedIn } from '../../api/me.ts';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { TextButton } from '../../forms/TextButton.tsx';
import { SearchField, useSearched } from '../../shell/SearchField.tsx';
import { Moment } from '../../time/Moment.tsx';
import { LostFactorDialog } from './LostFactorDialog.tsx';
import styles from './PeoplePage.module.css';
import { PersonDialog } from './PersonDialog.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import type { Delegation, Person } from './people.ts';
import { ResetLinkDialog } from './ResetLinkDialog.tsx';
import { useRemoval } from './removal.ts';

type Dialog = { kind: 'none' } | { kind: 'change' | 'reset' | 'lost factor'; person: Person };

/** Everybody in the workspace; whoever was removed stands below, with a way back. */
export function PeopleTable({ people, delegations }: { people: Person[]; delegations: Delegation[] }) {
  const me = useSignedIn();
  const isCoordinator = useIsCoordinator();
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const { remove, restore } = useRemoval();
  const [found, field] = useSearched(
    people,
    ({ name, email, delegation }) => `${name} ${email} ${delegation.shortName} ${delegation.code}`,
  );
  const present = found.filter(({ removedAt }) => removedAt === null);
  const removed = found.filter(({ removedAt }) => removedAt !== null);
  const close = () => setDialog({ kind: 'none' });

  return (
    <>
      <SearchField {...field} label="Find a person" />
      <table className={styles.table}>
        <caption className="visually-hidden">People in this workspace</caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Name</th>
            <th scope="col">Roles</th>
            {isCoordinator && <th scope="col">Second factor</th>}
            {isCoordinator && <th scope="col">Last seen</th>}
            {isCoordinator && (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {present.map((person) => (
            <tr key={person.id} id={`person-${person.id}`}>
              <td data-label="State">
                <DelegationTag
                  code={person.delegation.code}
                  tone={person.delegation.tone}
                  name={person.delegation.shortName}
                />
              </td>
              <th scope="row" className={styles.person}>
                {person.name}
                {person.id === me?.person.id && <span className={styles.soft}> (you)</span>}
                <span className={styles.email}>{person.email}</span>
              </th>
              <td data-label="Roles">{person.roles.map((role) => ROLE_NAMES[role]).join(', ')}</td>
              {isCoordinator && (
                <td data-label="Second factor">
                  {person.secondFactor === true ? 'On' : <strong className={styles.off}>Off</strong>}
                </td>
              )}
              {isCoordinator && (
                <td data-label="Last seen">
                  {person.lastSeenAt === null ? 'Never' : <Moment at={person.lastSeenAt} detail="short" />}
                </td>
              )}
              {isCoordinator && (
                <td className={styles.menu}>
                  <PersonMenu
                    person={person}
                    onChange={() => setDialog({ kind: 'change', person })}
                    onReset={() => setDialog({ kind: 'reset', person })}
                    onLostFactor={
                      person.secondFactor === true && person.id !== me?.person.id
                        ? () => setDialog({ kind: 'lost factor', person })
                        : null
                    }
                    onRemove={() => remove.mutate(person)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {present.length === 0 && <p>Nobody has these words in their name, address or state.</p>}
      {removed.length > 0 && (
        <details className={styles.removed}>
          <summary>Removed ({removed.length})</summary>
          <ul className={styles.plain}>
            {removed.map((person) => (
              <li key={person.id}>
                <DelegationTag code={person.delegation.code} tone={person.delegation.tone} /> {person.name},{' '}
                {person.email}, removed {person.removedAt !== null && <Moment at={person.removedAt} />}{' '}
                {isCoordinator && (
                  <TextButton onClick={() => restore.mutate(person)}>Bring {person.name} back</TextButton>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {dialog.kind === 'change' && (
        <PersonDialog person={dialog.person} delegations={delegations} onClose={close} />
      )}
      {dialog.kind === 'lost factor' && <LostFactorDialog person={dialog.person} onClose={close} />}
      {dialog.kind === 'reset' && <ResetLinkDialog person={dialog.person} onClose={close} />}
    </>
  );
}
