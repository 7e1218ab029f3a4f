// The system under test. `cargo xtask test e2e` sets these variables.
import { readFileSync } from 'node:fs';

// The SDK warns that its later versions will not support this Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Ends the run with one sentence; a stack trace would hide it. */
function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** The value of a variable, or the end with a sentence that says who sets it. */
function required(name, meaning) {
  const value = process.env[name];
  if (!value) {
    stop(`${name} is not set: it must be ${meaning}. Run these tests with "cargo xtask test e2e".`);
  }
  return value;
}

/** Reads the description of the local stack that the deployment wrote. */
function readStack(path) {
  const stack = JSON.parse(readFileSync(path, 'utf8'));
  const keys = ['endpoint', 'api_url', 'live_url', 'user_pool_id', 'client_id', 'table'];
  const absent = keys.filter((key) => !stack[key]);
  if (absent.length > 0) {
    stop(`${path} lacks ${absent.join(', ')}: deploy again with "cargo xtask test e2e".`);
  }
  return { ...stack, api_url: stack.api_url.replace(/\/$/, '') };
}

/** Where the built app is served, without a trailing slash. */
export const appUrl = required('APP_URL', 'the address of the served app').replace(/\/$/, '');
/** The local stack: `endpoint`, `api_url`, `live_url`, `user_pool_id`, `client_id`, `table`. */
export const stack = readStack(required('CRUDDUR_STACK', 'the path of stack.json'));
/** The one password of the demo people. */
export const demoPassword = required('DEMO_PASSWORD', "the demo people's password");
/** The browser; Playwright's own downloads are not used. */
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
