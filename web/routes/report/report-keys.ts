import type { KeyGroup } from '../../shell/key-register.ts';

/** The keys of the report page, for the list under `?`. */
export const reportKeys: KeyGroup = {
  name: 'Report',
  bindings: [
    { keys: 'Enter', does: 'Write in the section whose title has the focus' },
    {
      keys: 'Mod+Alt+M',
      does: 'Comment on the selected words, or on the paragraph whose number has the focus',
    },
  ],
};

/** The keys of the editor, for the list under `?`. */
export const writingKeys: KeyGroup = {
  name: 'Writing',
  bindings: [
    { keys: 'Esc', does: 'Leave the section; in a footnote, go back to its call' },
    { keys: 'Mod+Z', does: 'Undo my last change' },
    { keys: 'Mod+Y', does: 'Do it again' },
    { keys: 'Mod+I', does: 'Italic' },
    { keys: 'Mod+B', does: 'Bold, in recommendations' },
    { keys: 'Mod+Alt+0', does: 'Numbered paragraph' },
    { keys: 'Mod+Alt+2', does: 'Heading A' },
    { keys: 'Mod+Alt+3', does: 'Heading 1' },
    { keys: 'Mod+Shift+7', does: 'Sub-paragraphs (a), (i)' },
    { keys: 'Mod+Shift+8', does: 'List' },
    { keys: 'Tab', does: 'One step deeper in a list; the next cell of a table' },
    { keys: 'Mod+Shift+K', does: 'Link' },
    { keys: 'Mod+Alt+F', does: 'Footnote: add one, or go between its call and its text' },
    { keys: 'Mod+Alt+R', does: 'Refer to a paragraph, table, figure or section' },
    { keys: 'Mod+F', does: 'Find in this section' },
  ],
};
