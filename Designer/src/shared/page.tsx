import { Anchor, Box, type BoxProps, Breadcrumbs, Group, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';

/** The title of the browser's tab. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Workflows` : 'Workflows';
  }, [title]);
}

interface Props {
  title: string;
  /** Beside the title: a badge. */
  mark?: ReactNode;
  /** Below it, small. */
  details?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string }[];
  /** The room below it. */
  mb?: BoxProps['mb'];
}

export function PageHeader({ title, mark, details, actions, back, mb = 'lg' }: Props) {
  usePageTitle(title);
  return (
    <Box component="header" mb={mb}>
      {back && (
        <Breadcrumbs mb={6} fz="sm" separatorMargin={6}>
          {back.map(({ to, label }) => (
            <Anchor key={to} component={Link} to={to} size="sm" c="dimmed">
              {label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="md">
        <Box miw={0} flex="1 1 260px">
          <Group gap="sm" align="center">
            <Title order={1} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {mark}
          </Group>
          {details && (
            <Group gap={6} mt={4} c="dimmed" fz="sm">
              {details}
            </Group>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Box>
  );
}
