import { Avatar, Badge, Group, Paper, type PaperProps, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fullInstant, instant, relative } from './dates';
import { toneOf, wordsOf } from './outcomes';

/** "3 hours ago", with the whole instant on hover and for screen readers. */
export function When({ at, absolute }: { at: string; absolute?: boolean }) {
  return (
    <Tooltip label={fullInstant(at)} openDelay={300}>
      <time dateTime={at} className="number">
        {absolute ? instant(at) : relative(at)}
      </time>
    </Tooltip>
  );
}

const colors = { good: 'teal', bad: 'red', late: 'orange', neutral: 'gray' };

/** How a request stands: its outcome once there is one. */
export function RequestStatus({ status, outcome }: { status: string; outcome?: string | null | undefined }) {
  const { t } = useTranslation();
  const shown = status === 'closed' && outcome ? outcome : status;
  const color = shown === 'open' ? 'blue' : shown === 'failed' ? 'red' : colors[toneOf(shown)];
  return (
    <Badge variant="light" color={color} tt="none" fw={600} style={{ flexShrink: 0 }}>
      {t(`status.${shown}`, { defaultValue: wordsOf(shown) })}
    </Badge>
  );
}

export function Person({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <Group gap={8} wrap="nowrap" component="span" display="inline-flex">
      <Avatar name={name} size={size} aria-hidden alt="" />
      <Text span inherit truncate>
        {name}
      </Text>
    </Group>
  );
}

/** "Ana, Budi and 2 more". */
export function useNames(): (names: readonly string[]) => string {
  const { t, i18n } = useTranslation();
  return (names) => {
    const shown = names.length > 3 ? [...names.slice(0, 2), t('more', { count: names.length - 2 })] : names;
    return new Intl.ListFormat(i18n.language === 'id' ? 'id' : 'en-GB', { type: 'conjunction' }).format(shown);
  };
}

export function Card({ children, ...paper }: PaperProps & { children: ReactNode }) {
  return (
    <Paper withBorder radius="lg" p={{ base: 'md', sm: 'lg' }} {...paper}>
      {children}
    </Paper>
  );
}

/** Label and value, one below the other on a phone. */
export function Facts({ facts }: { facts: readonly { label: string; value: string }[] }) {
  return (
    <dl style={{ margin: 0, display: 'grid', gridTemplateColumns: 'minmax(110px, 34%) 1fr', rowGap: 10, columnGap: 16, alignItems: 'baseline' }}>
      {facts.map(({ label, value }) => (
        <div key={label} style={{ display: 'contents' }}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="sm" fw={550} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
