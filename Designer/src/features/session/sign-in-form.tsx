import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/states';
import { type Me, useAskForCode, useBeginSession } from './session';

interface Props {
  /** Only this person can go on; anybody when left out. */
  email?: string;
  onSignedIn: (me: Me) => void;
}

/** Address, then the code that came by mail. */
export function SignInForm({ email: fixed, onSignedIn }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(fixed ?? '');
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'email' | 'code'>('email');
  const ask = useAskForCode();
  const begin = useBeginSession();

  const askForCode = (event?: FormEvent) => {
    event?.preventDefault();
    ask.mutate(email.trim(), {
      onSuccess: () => {
        begin.reset();
        setCode('');
        setStep('code');
      },
    });
  };
  const enterCode = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ email: email.trim(), code: code.replace(/\s/g, '') }, { onSuccess: onSignedIn });
  };

  if (step === 'email')
    return (
      <form onSubmit={askForCode} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="email"
            size="md"
            required
            withAsterisk={false}
            autoFocus
            data-autofocus
            readOnly={fixed !== undefined}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          {ask.error && <Problem error={ask.error} />}
          <Button type="submit" size="md" loading={ask.isPending} disabled={email.trim() === ''}>
            {t('signIn.sendCode')}
          </Button>
        </Stack>
      </form>
    );

  return (
    <form onSubmit={enterCode} noValidate>
      <Stack gap="md">
        <Text>{t('signIn.codeSent', { email: email.trim() })}</Text>
        <TextInput
          label={t('signIn.code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          size="md"
          required
          withAsterisk={false}
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          styles={{ input: { letterSpacing: '0.16em', fontVariantNumeric: 'tabular-nums' } }}
        />
        {begin.error && <Problem error={begin.error} />}
        {ask.error && <Problem error={ask.error} />}
        <Button type="submit" size="md" loading={begin.isPending} disabled={code.trim() === ''}>
          {t('signIn.signIn')}
        </Button>
        <Group gap="lg">
          <Anchor component="button" type="button" size="sm" onClick={() => askForCode()}>
            {t('signIn.again')}
          </Anchor>
          {fixed === undefined && (
            <Anchor component="button" type="button" size="sm" onClick={() => setStep('email')}>
              {t('signIn.otherEmail')}
            </Anchor>
          )}
        </Group>
      </Stack>
    </form>
  );
}
