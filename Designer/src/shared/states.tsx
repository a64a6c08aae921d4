import { Alert, Box, Button, Center, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconMoodPuzzled, type IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import { ApiProblem } from '../api/problem';
import { usePageTitle } from './page';

/** What went wrong as one or two sentences: the server's own where it sent some. */
export function useSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiProblem)) return t('problem.unknown');
    if (error.status === 0) return t('problem.unreachable');
    const known = `problem.${error.code}`;
    const said = t(known, { defaultValue: '' });
    return said || error.detail || error.title || t('problem.unknown');
  };
}

/** A small notice of what was refused, read out at once. */
export function Problem({ error }: { error: unknown }) {
  const sentence = useSentence();
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} p="sm" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
      {sentence(error)}
    </Alert>
  );
}

/** In place of something that could not be loaded. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <Empty icon={IconAlertTriangle} title={t('problem.title')} text={sentence(error)} role="alert">
      <Button variant="default" onClick={retry}>
        {t('retry')}
      </Button>
    </Empty>
  );
}

interface EmptyProps {
  icon: ComponentType<IconProps>;
  title: string;
  text?: string;
  children?: ReactNode;
  role?: 'alert';
  /** It is all that the page has to say. */
  isPage?: boolean;
}

export function Empty({ icon: Icon, title, text, children, role, isPage }: EmptyProps) {
  return (
    <Center py={48} px="md" role={role}>
      <Stack align="center" gap={6} maw={440} ta="center">
        <ThemeIcon size={48} radius="xl" variant="light" color={role ? 'red' : 'gray'} mb={6}>
          <Icon size={24} stroke={1.6} aria-hidden />
        </ThemeIcon>
        {isPage ? (
          <Title order={1} fz="lg">
            {title}
          </Title>
        ) : (
          <Text fw={600}>{title}</Text>
        )}
        {text && (
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        )}
        {children && <Group mt="sm">{children}</Group>}
      </Stack>
    </Center>
  );
}

export function Rows({ count = 5, height = 44 }: { count?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={8} role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('notFound.title'));
  return (
    <Empty isPage icon={IconMoodPuzzled} title={t('notFound.title')} text={t('notFound.text')}>
      <Button component={Link} to="/">
        {t('notFound.home')}
      </Button>
    </Empty>
  );
}

/** The program itself failed; what the person sees instead of an empty page. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  console.error(error);
  return (
    <Box p="xl" component="main">
      <Center mih="60dvh">
        <Stack align="center" gap="sm" maw={440} ta="center">
          <Title order={1}>{t('broken.title')}</Title>
          <Text c="dimmed">{t('broken.text')}</Text>
          <Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>
        </Stack>
      </Center>
    </Box>
  );
}
