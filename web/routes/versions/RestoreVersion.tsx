import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { FormAlert } from '../../forms/FormAlert.tsx';
import { Dialog } from '../../shell/Dialog.tsx';
import { tellDone } from '../../shell/notices.ts';
import { Moment } from '../../time/Moment.tsx';
import type { Report, Section } from '../report/report-data.ts';
import styles from './VersionsPage.module.css';
import { type Version, versionTitle } from './versions-data.ts';

type RestoreVersionProps = { report: Report; section: Section; version: Version; onClose: () => void };

/** Makes the section's text what a version says, after saying what that does and what it leaves alone. */
export function RestoreVersion({ report, section, version, onClose }: RestoreVersionProps) {
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/reports/$reportId/sections/$sectionId/versions' });
  const restore = useMutation({
    mutationFn: () => answerOf(api.versions[':id'].restore.$post({ param: { id: version.id } })),
    onSuccess: async () => {
      // Of the text as it was before, nothing on this page is true any more.
      await Promise.all(
        [['section', section.id], keys.report(report.id), keys.activity(report.id), ['comparison']].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      );
      tellDone(
        `“${section.title}” says again what “${versionTitle(version)}” says. The text before is kept.`,
      );
      onClose();
      // The newest version is now the text before: the page shows what the restore changed.
      await navigate({ search: {}, resetScroll: false });
    },
  });
  return (
    <Dialog onClose={onClose} title={`Restore “${versionTitle(version)}”?`}>
      <Stack>
        <p>
          The text of “{section.title}” becomes what it was <Moment at={version.createdAt} />.
        </p>
        <ul className={styles.effects}>
          <li>The text as it is now is kept as a version first, so this can be taken back the same way.</li>
          <li>Whoever is writing in it goes on, and keeps what they type from then on.</li>
          <li>Only this section changes. Positions taken on the text as it is now become out of date.</li>
        </ul>
        <FormAlert error={restore.error} />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button loading={restore.isPending} onClick={() => restore.mutate()}>
            Restore this version
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
