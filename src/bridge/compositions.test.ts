import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const aclOf = async (page: string): Promise<string> =>
  /```acl\n([^]*?)```/.exec(await readFile(`docs/${page}`, 'utf8'))![1]!;

it('gives mosquitto the access lists of the documentation', async () => {
  const composed = await readFile('src/bridge/mosquitto/acl', 'utf8');
  expect(composed.replace(/^# The access lists of .*\n/, '')).toBe(
    (await aclOf('broker.md')) + (await aclOf('bridge.md')),
  );
});

it('gives the worker at RabbitMQ the rights of the documentation', async () => {
  const page = await readFile('docs/broker.md', 'utf8');
  const [, configure, write, read] = /set_permissions worker '(.*)' '(.*)' '(.*)'/.exec(page)!;
  const conf = await readFile('src/bridge/rabbitmq/rabbitmq.conf', 'utf8');
  for (const [right, value] of Object.entries({ configure, write, read }))
    expect(conf).toContain(`\ndefault_permissions.${right} = ${value}\n`);
});
