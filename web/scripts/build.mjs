// Run by Maven: builds the pages when what they are made of has changed since, and says nothing when it has not.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inputs = ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'vite.config.ts', 'index.html', 'src', '../openapi.yaml'];
const packages = ['package.json', 'package-lock.json', '.npmrc'];
const built = join(root, 'target/classes/META-INF/resources/index.html');

function files(path) {
    return statSync(path).isDirectory()
        ? readdirSync(path)
              .sort()
              .filter((name) => !name.endsWith('.gen.ts'))
              .flatMap((name) => files(join(path, name)))
        : [path];
}

function hashOf(names) {
    const hash = createHash('sha256').update(process.version);
    for (const file of names.flatMap((name) => files(join(root, name)))) {
        hash.update(file).update('\0').update(readFileSync(file)).update('\0');
    }
    return hash.digest('hex');
}

/** Runs a step unless its stamp says that it ran with the same inputs. */
function step(name, hash, result, run) {
    const stamp = join(root, 'target', `${name}.stamp`);
    if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
        return;
    }
    run();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
}

function npm(...words) {
    execFileSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
}

step('build', hashOf(inputs), built, () => {
    step('packages', hashOf(packages), join(root, 'node_modules'), () => npm('ci', '--no-fund', '--no-audit'));
    npm('run', '--silent', 'build');
});
