import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { answerBroker } from '../broker/answerBroker.js';
import { QUESTIONS, readQuestion } from '../broker/brokerQuestion.js';
import type { Refusal } from '../broker/refusal.js';
import { isTrusted, normalAddress, type Networks } from '../players/address.js';

interface BrokerRoutes {
  answer: ReturnType<typeof answerBroker>;
  /** The addresses of RabbitMQ's nodes: for everybody else there is nothing here. */
  nodes: Networks;
  onRefusal: (refusal: Refusal) => void;
}

/**
 * Adds what RabbitMQ's `rabbitmq_auth_backend_http` asks: `POST /broker/auth/user`, `vhost`, `resource` and `topic`,
 * a form each, answered with the text `allow` or `deny`. A question that cannot be answered is one that failed, which
 * RabbitMQ takes for `deny`.
 */
export function addBrokerRoutes(app: FastifyInstance, { answer, nodes, onRefusal }: BrokerRoutes): void {
  // Pages of other sites can send forms as well; nodes say no origin, and come through no proxy.
  const isNode = ({ raw, headers }: FastifyRequest): boolean =>
    headers.origin === undefined && isTrusted(raw.socket.remoteAddress, nodes);

  // A room of its own: nothing else of the bridge takes forms.
  void app.register((room, _options, done) => {
    room.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    for (const about of QUESTIONS)
      room.post(`/broker/auth/${about}`, async (request, reply) => {
        if (!isNode(request)) {
          reply.callNotFound();
          return reply;
        }
        const question = request.body instanceof URLSearchParams ? readQuestion(about, request.body) : null;
        if (!question)
          return reply.code(400).type('text/plain').send('Something is missing in the question.');
        const refusal = await answer(question);
        if (refusal)
          onRefusal({
            ...refusal,
            address: normalAddress(request.raw.socket.remoteAddress ?? '') ?? 'unknown',
            playerKey: question.username,
          });
        return reply.type('text/plain').send(refusal ? 'deny' : 'allow');
      });
    done();
  });
}
