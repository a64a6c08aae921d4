import { Avatar, createTheme, type MantineColorsTuple, Modal } from '@mantine/core';

const blue: MantineColorsTuple = ['#edf3ff', '#d9e4fb', '#b0c7f4', '#84a7ee', '#5f8ce8', '#487be5', '#3b72e4', '#2a60cb', '#1f56c5', '#0c499f'];

// A little blue, as the rest.
const dark: MantineColorsTuple = ['#e8ecf2', '#bcc5d2', '#a4b0c0', '#6b7787', '#3f4855', '#2f3641', '#252b35', '#1b1f26', '#14171c', '#0f1216'];

/** @param close what the button that closes a dialog is called */
export const themeWith = (close: string) => createTheme({
  components: {
    Avatar: Avatar.extend({ defaultProps: { variant: 'transparent' }, styles: { placeholder: { background: '#1f56c5', color: '#ffffff', border: 0 } } }),
    Modal: Modal.extend({
      // The header of a dialog is no header of the page.
      defaultProps: { closeButtonProps: { 'aria-label': close }, attributes: { header: { role: 'presentation' } } },
      styles: { title: { fontSize: '1.125rem', fontWeight: 650 } },
    }),
  },
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 7 },
  colors: { blue, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, Consolas, Menlo, "Liberation Mono", monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' }, h3: { fontSize: '0.9375rem', lineHeight: '1.4' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  autoContrast: true,
});
