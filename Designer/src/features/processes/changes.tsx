import { Box, Text } from '@mantine/core';
import { IconEqual } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../shared/states';
import classes from './process-page.module.css';
import type { Change } from './processes';

function kindOf(change: Change): { name: string; mark: string } {
  if (/Added$/i.test(change.kind)) return { name: 'added', mark: '+' };
  return /Removed$/i.test(change.kind) ? { name: 'removed', mark: '−' } : { name: 'changed', mark: '~' };
}

/** What changed, a sentence each. */
export function Changes({ changes, none }: { changes: readonly Change[]; none?: string }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <Empty icon={IconEqual} title={none ?? t('changes.none')} />;
  return (
    <ul className={classes['changes']} aria-label={t('changes.title')}>
      {changes.map((change) => {
        const { name, mark } = kindOf(change);
        return (
          <li key={`${change.kind} ${change.path} ${change.sentence}`} className={classes['change']}>
            <span className={classes['dot']} data-kind={name} aria-hidden>
              {mark}
            </span>
            <Box miw={0} flex={1}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {change.sentence}
              </Text>
              {change.lines.length > 0 && (
                <div className={classes['lines']}>
                  {change.lines.map((line, index) => {
                    if (line.op === '+') return <ins key={index}>+ {line.text}</ins>;
                    return line.op === '-' ? <del key={index}>− {line.text}</del> : <div key={index}>&nbsp; {line.text}</div>;
                  })}
                </div>
              )}
            </Box>
          </li>
        );
      })}
    </ul>
  );
}
