import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { askAuth } from '../api/client.ts';
import { forgetDevice, type Unsaved, unsavedOn } from '../editor/device.ts';

/**
 * Signs `userId` out through better-auth's `endpoint`, and takes what this browser kept for them off it. Where
 * something of theirs is not saved, `unsaved` holds it until they `confirm` or `stay`.
 */
export function useSignOut(userId: string, endpoint: 'sign-out' | 'revoke-sessions') {
  const [unsaved, setUnsaved] = useState<Unsaved[] | null>(null);
  const leave = useMutation({
    mutationFn: async () => {
      await askAuth(endpoint, {});
      // Not before the session has ended: where that fails, nothing is lost.
      await forgetDevice(userId);
    },
    // A fresh page, so that nothing of this person's stays in memory for the next.
    onSuccess: () => window.location.assign('/sign-in'),
  });
  const look = useMutation({
    mutationFn: () => unsavedOn(userId),
    onSuccess: (found) => (found.length > 0 ? setUnsaved(found) : leave.mutate()),
  });
  return {
    ask: () => look.mutate(),
    confirm: () => {
      setUnsaved(null);
      leave.mutate();
    },
    stay: () => setUnsaved(null),
    unsaved,
    isPending: look.isPending || leave.isPending,
    error: leave.error,
  };
}

export type SignOut = ReturnType<typeof useSignOut>;
