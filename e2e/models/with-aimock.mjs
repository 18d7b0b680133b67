// Runs a command while aimock answers on a port of this machine, whose address is in AIMOCK_URL.
import { LLMock } from '@copilotkit/aimock';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [command, ...words] = process.argv.slice(2);
const mock = new LLMock({ host: '127.0.0.1', port: 0, chunkSize: 5, strict: true });
mock.loadFixtureFile(fileURLToPath(new URL('fixtures.json', import.meta.url)));
await mock.start();
const child = spawn(command, words, {
  stdio: 'inherit',
  env: { ...process.env, AIMOCK_URL: mock.url },
});
child.on('error', (problem) => {
  console.error(problem.message);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
