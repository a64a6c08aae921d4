(() => {
  const wish = 'mantine-color-scheme-value';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    let chosen = 'auto';
    try {
      chosen = localStorage.getItem(wish) ?? 'auto';
    } catch {
      // Storage is switched off: the system's colours it is.
    }
    const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
    document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  };
  paint();
  // The pages follow by themselves from here on; the document of Studio has nobody who does it. A choice is stored by another document than the one that hears of it.
  addEventListener('storage', (event) => (event.key === wish || event.key === null) && paint());
  system.addEventListener('change', paint);
})();
