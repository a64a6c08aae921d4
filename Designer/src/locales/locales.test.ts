import { describe, expect, it } from 'vitest';
import en from './en.json';
import id from './id.json';

type Texts = { [key: string]: string | Texts };

function entries(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) => (typeof text === 'string' ? [[path + key, text] as [string, string]] : entries(text, `${path}${key}.`)));
}

const english = new Map(entries(en));
const indonesian = new Map(entries(id));
// The server's own English sentence is shown where there is none of ours; Indonesian has one form for any number.
const onlyEnglish = (key: string) => key.endsWith('_one');
const onlyIndonesian = (key: string) => key.startsWith('problem.');

describe('the texts', () => {
  it('are there in both languages', () => {
    expect([...english.keys()].filter((key) => !indonesian.has(key) && !onlyEnglish(key))).toEqual([]);
    expect([...indonesian.keys()].filter((key) => !english.has(key) && !onlyIndonesian(key))).toEqual([]);
  });

  it('have the same blanks', () => {
    const blanks = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();
    for (const [key, text] of english) if (indonesian.has(key)) expect(blanks(indonesian.get(key)), key).toEqual(blanks(text));
  });
});
