import { Avatar, Box, Group, Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Me, useChooseLanguage, useSignOut } from '../features/session/session';
import { languages } from './i18n';

export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = useChooseLanguage();
  const signOut = useSignOut();
  const schemes = [
    { value: 'auto', label: t('account.auto'), icon: IconDeviceDesktop },
    { value: 'light', label: t('account.light'), icon: IconSun },
    { value: 'dark', label: t('account.dark'), icon: IconMoon },
  ] as const;

  return (
    <Menu position="bottom-end" width={264} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>{t('account.menu', { name: me.name })}</VisuallyHidden>
          <Group gap={8} wrap="nowrap">
            <Avatar name={me.name} size={32} aria-hidden alt="" />
            <Text size="sm" fw={550} visibleFrom="xs" aria-hidden>
              {me.name}
            </Text>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={8}>
          <Text size="sm" fw={600}>
            {me.name}
          </Text>
          <Text size="xs" c="dimmed">
            {me.email}
          </Text>
        </Box>
        <Menu.Divider />
        <Menu.Label>{t('account.language')}</Menu.Label>
        {Object.entries(languages).map(([code, name]) => (
          <Menu.Item key={code} lang={code} onClick={() => choose.mutate(code)} closeMenuOnClick={false} rightSection={me.language === code ? <IconCheck size={16} aria-hidden /> : null} aria-current={me.language === code}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('account.colors')}</Menu.Label>
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            onClick={() => setColorScheme(value)}
            closeMenuOnClick={false}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value ? <IconCheck size={16} aria-hidden /> : null}
            aria-current={colorScheme === value}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/plain/sign-in" leftSection={<IconKey size={16} aria-hidden />}>
          {t('account.token')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate(undefined, { onSuccess: () => void navigate('/sign-in') })}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
