import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ROLE_NAMES } from '../../domain/workflow/roles.ts';
import type { SignedIn } from '../api/me.ts';
import { DelegationTag } from '../delegations/DelegationTag.tsx';
import styles from './AccountMenu.module.css';
import { tellFailed } from './notices.ts';
import { SignOutQuestion } from './SignOutQuestion.tsx';
import { useSignOut } from './use-sign-out.ts';

const SCHEMES: { scheme: MantineColorScheme; name: string }[] = [
  { scheme: 'auto', name: 'Light or dark as the system' },
  { scheme: 'light', name: 'Light' },
  { scheme: 'dark', name: 'Dark' },
];

/** Who I am here, with what belongs to me: account, look, the way out. */
export function AccountMenu({ me }: { me: SignedIn }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { person } = me;
  const signOut = useSignOut(person.id, 'sign-out');
  const { error } = signOut;
  useEffect(() => {
    if (error) tellFailed(error);
  }, [error]);

  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <button type="button" className={styles.target}>
            <DelegationTag code={person.delegation.code} tone={person.delegation.tone} />
            <span className={styles.name}>{person.name}</span>
            <IconChevronDown size={14} stroke={1.6} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles.who}>
            <strong>{person.name}</strong>
            <span>
              {person.delegation.shortName} · {person.roles.map((role) => ROLE_NAMES[role]).join(', ')}
            </span>
          </div>
          <Menu.Divider />
          <Menu.Item component={Link} to="/account">
            Account and second factor
          </Menu.Item>
          <Menu.Divider />
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => {
              const chosen = SCHEMES.find(({ scheme }) => scheme === value);
              if (chosen !== undefined) setColorScheme(chosen.scheme);
            }}
          >
            {SCHEMES.map(({ scheme, name }) => (
              <Menu.RadioItem key={scheme} value={scheme}>
                {name}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item onClick={signOut.ask}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SignOutQuestion signOut={signOut} />
    </>
  );
}
