import { TextButton } from '../forms/TextButton.tsx';
import type { NoticeAction } from './notices.ts';

type NoticeProps = { message: string; action?: NoticeAction; onClose: () => void };

/** The words of a notice, and its one action. */
export function Notice({ message, action, onClose }: NoticeProps) {
  return (
    <>
      {message}{' '}
      {action !== undefined && (
        <TextButton
          onClick={() => {
            action.run();
            onClose();
          }}
        >
          {action.label}
        </TextButton>
      )}
    </>
  );
}
