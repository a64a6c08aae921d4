import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../locales/en.json';
import id from '../locales/id.json';

export const languages = { en: 'English', id: 'Bahasa Indonesia' } as const;
export type Language = keyof typeof languages;

const remembered = 'workflows-language';

/** The language before anybody is signed in: the last one used here, else the browser's. */
function firstLanguage(): Language {
  try {
    const last = localStorage.getItem(remembered);
    if (last === 'en' || last === 'id') return last;
  } catch {
    // Storage is switched off.
  }

  return navigator.languages.some((language) => language.startsWith('id') || language.startsWith('in')) ? 'id' : 'en';
}

export async function startLanguages(): Promise<void> {
  await i18n.use(initReactI18next).init({
    resources: { en: { translation: en }, id: { translation: id } },
    lng: firstLanguage(),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18n.language;
}

export function speak(language: string): void {
  if (i18n.language === language || !(language in languages)) return;
  void i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // It is asked for again next time.
  }
}
