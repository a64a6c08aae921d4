/** Studio asks for the light colours of its code editor by their name. In the dark that name stands for dark ones. */

interface Monaco {
  editor: {
    defineTheme: (name: string, theme: { base: 'vs' | 'vs-dark'; inherit: boolean; rules: object[]; colors: Record<string, string> }) => void;
    setTheme: (name: string) => void;
  };
}

const attribute = 'data-mantine-color-scheme';

/** Keeps the code editor in the colours of the page, from when Studio loads it, which is with the first expression that somebody looks at. */
export function paintCode(): void {
  let loaded: Monaco | undefined;
  Object.defineProperty(window, 'monaco', {
    configurable: true,
    get: () => loaded,
    set: (monaco: Monaco) => {
      loaded = monaco;
      follow(monaco);
    },
  });
}

function follow({ editor }: Monaco): void {
  const root = document.documentElement;
  const paint = () => {
    const dark = root.getAttribute(attribute) === 'dark';
    editor.defineTheme('vs', { base: dark ? 'vs-dark' : 'vs', inherit: true, rules: [], colors: dark ? { 'editor.background': '#1b1f26' } : {} });
    editor.setTheme('vs');
  };
  paint();
  new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: [attribute] });
}
