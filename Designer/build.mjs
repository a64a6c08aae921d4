// Builds the web application into dist/: packages, API client, types, bundle, compressed copies. Does nothing when no input has changed since the last time.
//   node build.mjs            what ./run and dotnet publish call
//   node build.mjs --force    builds anyway
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));
const stamp = join(root, 'dist', '.inputs');
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node ${process.versions.node} is too old: the web application is built with Node 20.19 or newer.`);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function run(command, ...args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (result.status !== 0) fail(`${command} ${args.join(' ')} failed.`);
}

const tool = (name) => join(root, 'node_modules', '.bin', name);

// Packages: as the lock file says, and only when it has changed.
const lock = hashOf([join(root, 'package-lock.json')]);
const installed = join(root, 'node_modules', '.lock-hash');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  run('npm', 'ci', '--no-audit', '--no-fund', '--silent');
  writeFileSync(installed, lock);
}

const inputs = [
  ...['build.mjs', 'index.html', 'openapi.json', 'package-lock.json', 'postcss.config.cjs', 'tsconfig.json', 'vite.config.ts'].map((name) => join(root, name)),
  ...filesIn(join(root, 'public')),
  ...filesIn(join(root, 'src')).filter((file) => !file.endsWith('schema.d.ts')),
];
const state = hashOf(inputs);
if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === state && existsSync(join(root, 'src/api/schema.d.ts'))) process.exit(0);

run(tool('openapi-typescript'), 'openapi.json', '-o', 'src/api/schema.d.ts', '--alphabetize', '--silent');
run(tool('tsc'), '--noEmit', '-p', 'tsconfig.json');
run(tool('vite'), 'build', '--logLevel', 'warn');

// Compressed once here rather than at every answer.
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.webmanifest']);
for (const file of filesIn(join(root, 'dist')).filter((name) => compressible.has(extname(name)) && !name.endsWith('index.html') && !name.endsWith('studio.html'))) {
  const content = readFileSync(file);
  if (content.length < 512) continue;
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

mkdirSync(dirname(stamp), { recursive: true });
writeFileSync(stamp, state);
const total = filesIn(join(root, 'dist')).filter((name) => name.endsWith('.br')).reduce((sum, name) => sum + statSync(name).size, 0);
console.log(`The web application is built: ${Math.round(total / 1024)} KB compressed.`);
