import { Awareness } from 'y-protocols/awareness';

/**
 * Tells others only what is new. y-tiptap tells where the caret stands whenever a colleague's letter arrives,
 * also when it stands where it stood: with twelve people in a section each letter would have the other eleven
 * tell everybody what everybody knows.
 */
export class QuietAwareness extends Awareness {
  override setLocalStateField(field: string, value: unknown): void {
    const known: unknown = this.getLocalState()?.[field];
    // Places in a text are instances here and plain objects there: what counts is what would be sent.
    if (JSON.stringify(known) !== JSON.stringify(value)) super.setLocalStateField(field, value);
  }
}
