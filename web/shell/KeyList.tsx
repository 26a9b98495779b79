import { Kbd } from '@mantine/core';
import { Dialog } from './Dialog.tsx';
import { isMac } from './is-mac.ts';
import styles from './KeyList.module.css';
import { useKeyGroups } from './key-register.ts';

/** Every key that does something on the screen behind it. */
export function KeyList({ onClose }: { onClose: () => void }) {
  const groups = useKeyGroups();
  return (
    <Dialog onClose={onClose} title="Keys" size="lg">
      {groups.map((group) => (
        <section key={group.name} className={styles.group}>
          <h3 className={styles.name}>{group.name}</h3>
          <dl className={styles.list}>
            {group.bindings.map(({ keys, does }) => (
              <div key={keys + does} className={styles.row}>
                <dt>{does}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function Keys({ keys }: { keys: string }) {
  const names = keys.split('+').map((key) => (key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : key));
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ' + '}
      <Kbd size="xs">{name}</Kbd>
    </span>
  ));
}
