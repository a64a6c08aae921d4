import { Box, Text } from '@mantine/core';
import { IconBell, IconCheck, IconCircle, IconClockHour4, IconMail, IconNotebook, IconSend, IconX, type IconProps } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../../shared/bits';
import { wordsOf } from '../../shared/outcomes';
import type { TimelineEntry } from './requests';
import { tell } from './timeline-words';
import classes from './timeline.module.css';

const icons: Record<string, ComponentType<IconProps>> = { submitted: IconSend, asked: IconClockHour4, reminded: IconBell, escalated: IconBell, notified: IconMail, booked: IconNotebook };
const tones: Record<string, ComponentType<IconProps>> = { good: IconCheck, bad: IconX };

/** What happened, oldest first, in sentences. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes['list']} aria-label={t('request.story')}>
      {entries.map((entry, index) => {
        const told = tell(entry);
        const Icon = tones[told.tone] ?? icons[entry.kind] ?? IconCircle;
        const values = {
          ...told.values,
          action: t(`action.${told.values.action}`, { defaultValue: told.values.action }),
          outcome: t(`status.${told.values.outcome}`, { defaultValue: wordsOf(told.values.outcome) }),
        };
        return (
          <li key={`${entry.at} ${index}`} className={classes['entry']}>
            <span className={classes['mark']} data-tone={told.tone} aria-hidden>
              <Icon size={14} stroke={2.2} />
            </span>
            <Box miw={0}>
              <Text size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
                {t(`timeline.${told.key}`, values)}
              </Text>
              {told.about && (
                <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {told.about}
                </Text>
              )}
              {told.quote && (
                <Text size="sm" className={classes['quote'] ?? ''}>
                  {told.quote}
                </Text>
              )}
              <Text size="xs" c="dimmed">
                <When at={entry.at} absolute />
                {entry.channel && entry.channel !== 'api' && <> · {t(`channel.${entry.channel}`, { defaultValue: entry.channel })}</>}
              </Text>
            </Box>
          </li>
        );
      })}
    </ol>
  );
}
