import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  ...typescript.configs.strict,
  { files: ['src/**/*.{ts,tsx}'], ...hooks.configs.flat.recommended },
);
