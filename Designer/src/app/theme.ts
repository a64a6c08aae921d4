import { createTheme, type MantineColorsTuple } from '@mantine/core';

const blue: MantineColorsTuple = ['#edf3ff', '#d9e4fb', '#b0c7f4', '#84a7ee', '#5f8ce8', '#487be5', '#3b72e4', '#2a60cb', '#1f56c5', '#0c499f'];

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 6 },
  colors: { blue },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, Consolas, Menlo, "Liberation Mono", monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' }, h3: { fontSize: '0.9375rem', lineHeight: '1.4' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  autoContrast: true,
});
