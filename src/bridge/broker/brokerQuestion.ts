/**
 * What RabbitMQ asks of a user, by `rabbitmq_auth_backend_http`: whether it may sign in, enter a virtual host, use an
 * exchange or a queue, and write to a topic or read it.
 */
export type BrokerQuestion =
  | { about: 'user'; username: string; password: string | undefined; clientId: string | undefined }
  | { about: 'vhost'; username: string }
  | { about: 'resource'; username: string; resource: string; name: string; permission: string }
  | { about: 'topic'; username: string; name: string; permission: string; routingKey: string };

/** The last parts of the addresses at which it asks. */
export const QUESTIONS = ['user', 'vhost', 'resource', 'topic'] as const;

/**
 * Reads the form of a question.
 * @param about which of the addresses it came to
 * @returns null for a form in which something is missing
 * @example readQuestion('vhost', new URLSearchParams('username=…&vhost=%2F&ip=10.0.0.9'))
 */
export function readQuestion(about: BrokerQuestion['about'], form: URLSearchParams): BrokerQuestion | null {
  const field = (name: string): string | undefined => form.get(name) ?? undefined;
  const [username, name, permission] = [field('username'), field('name'), field('permission')];
  const [resource, routingKey] = [field('resource'), field('routing_key')];
  if (username === undefined) return null;
  if (about === 'user') return { about, username, password: field('password'), clientId: field('client_id') };
  if (about === 'vhost') return { about, username };
  if (name === undefined || permission === undefined) return null;
  if (about === 'resource')
    return resource === undefined ? null : { about, username, resource, name, permission };
  return routingKey === undefined ? null : { about, username, name, permission, routingKey };
}
