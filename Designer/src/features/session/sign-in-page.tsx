import { Box, Button, Center, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { type Language, languages, speak } from '../../app/i18n';
import { Brand } from '../../app/brand';
import { Problem } from '../../shared/states';
import { usePageTitle } from '../../shared/page';
import { safeDestination } from './destination';
import { useBeginSession, useMe } from './session';
import { SignInForm } from './sign-in-form';

export function SignInPage() {
  const { t, i18n } = useTranslation();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const me = useMe();
  const token = query.get('token');
  const to = safeDestination(query.get('to'));
  usePageTitle(t('signIn.title'));

  if (me.data && !token) return <Navigate to={to} replace />;
  const go = () => void navigate(to, { replace: true });

  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={420} gap="lg">
        <Brand />
        <Paper withBorder p={{ base: 'lg', xs: 'xl' }} radius="lg">
          <Title order={1} mb={6}>
            {t('signIn.title')}
          </Title>
          {token ? (
            <FollowLink token={token} onSignedIn={go} />
          ) : (
            <>
              <Text c="dimmed" mb="lg">
                {t('signIn.text')}
              </Text>
              <SignInForm onSignedIn={go} />
            </>
          )}
        </Paper>
        <Group gap="md" justify="center" component="nav" aria-label={t('account.language')}>
          {(Object.entries(languages) as [Language, string][]).map(([code, name]) => (
            <Button key={code} variant="subtle" size="compact-sm" color="gray" lang={code} aria-current={i18n.language === code} fw={i18n.language === code ? 650 : 400} onClick={() => speak(code)}>
              {name}
            </Button>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}

function FollowLink({ token, onSignedIn }: { token: string; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const begin = useBeginSession();
  const owner = useQuery({ queryKey: ['link', token], queryFn: () => bodyOf(api.POST('/api/sign-in/link/owner', { body: { token } })), retry: false, staleTime: Infinity });
  useEffect(() => {
    if (owner.data) speak(owner.data.language);
  }, [owner.data]);

  if (owner.isPending) return <Skeleton h={42} mt="lg" />;
  if (owner.error || begin.error)
    return (
      <Stack mt="md" gap="lg">
        <Problem error={owner.error ?? begin.error} />
        <SignInForm onSignedIn={onSignedIn} />
      </Stack>
    );
  return (
    <Box mt="md">
      <Text c="dimmed" mb="lg">
        {t('signIn.link')}
      </Text>
      <Button size="md" fullWidth loading={begin.isPending} onClick={() => begin.mutate({ token }, { onSuccess: onSignedIn })} autoFocus>
        {t('signIn.as', { name: owner.data.name })}
      </Button>
    </Box>
  );
}
