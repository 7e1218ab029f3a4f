// The built app served with a config.json of the test's own, by the same server as everywhere else.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const START_SECONDS = 120;

/** The address the server prints once it listens. */
function addressFrom(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const [address] = said.match(/http:\/\/localhost:\d+(?=\/)/) ?? [];
      if (address) resolve(address.replace('localhost', '127.0.0.1'));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`cargo xtask serve ended (${code}): ${said}`)));
    setTimeout(
      () => reject(new Error(`cargo xtask serve is silent: ${said}`)),
      START_SECONDS * 1000,
    ).unref();
  });
}

/**
 * Serves dist/ with this configuration: `{ address, stop }`; with `{ publicUrl, dist }`, a build for a site below
 * a path.
 */
export async function serveApp(config, { publicUrl = '/', dist } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-e2e-'));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  // xtask names itself, so that nothing is compiled while tests run; by hand, cargo finds it.
  const [program, ...first] = process.env.CRUDDUR_XTASK
    ? [process.env.CRUDDUR_XTASK]
    : ['cargo', 'xtask'];
  const site = ['--public-url', publicUrl, ...(dist ? ['--dist', dist] : [])];
  const child = spawn(program, [...first, 'serve', '--config', file, '--port', '0', ...site], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { address: await addressFrom(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
