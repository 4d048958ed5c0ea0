import { type Answer, type Route, type Routes, startServer, type TestServer } from './startServer.js';

/** A server that TVs register with by a code, as Makapix's and the bridge do. */
export interface RegistrationServer extends TestServer {
  /** What `registration` names. */
  url: string;
  /** The code that is on the TV; null = none is good. */
  code: () => string | null;
  /** The owner types the code: it is good once. */
  type: () => void;
  /** The token is good no longer. */
  unpair: () => void;
  /** The token that is good; null = none. */
  token: () => string | null;
  /** What the next requests for a code get; null = a code. */
  refuse: (answer: Answer | null) => void;
}

interface RegistrationOptions {
  playerKey: string;
  /** What lies there for TVs that are paired; others get 401. */
  documents: Record<string, Route>;
  /** Whether the server says where the code is typed, and gives a secret to ask with, as the bridge does. */
  isBridge?: boolean;
  codeLastsMs?: number;
  /** What the broker wants. */
  broker?: { username: string; password: string };
}

const problem = (status: number, headers?: Record<string, string>): Answer => ({
  json: { detail: 'no' },
  status,
  ...(headers ? { headers } : {}),
});

/** A picture, one red point. */
const QR = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

export async function startRegistration({
  playerKey,
  documents,
  isBridge = true,
  codeLastsMs = 900_000,
  broker,
}: RegistrationOptions): Promise<RegistrationServer> {
  let codes = 0;
  let tokens = 0;
  let code: string | null = null;
  let isTyped = false;
  let token: string | null = null;
  let refusal: Answer | null = null;
  const secret = () => `secret-${codes}`;
  const routes: Routes = {
    '/api/player/provision': () => {
      if (refusal) return refusal;
      codes++;
      code = `ABC23${String.fromCharCode(64 + codes)}`;
      isTyped = false;
      return {
        status: 201,
        json: {
          player_key: playerKey,
          registration_code: code,
          registration_code_expires_at: new Date(Date.now() + codeLastsMs).toISOString(),
          ...(isBridge
            ? {
                dashboard_url: `${server.origin}/dashboard/?code=${code}`,
                qr_url: `${server.origin}/qr.png?code=${code}`,
                poll_secret: secret(),
              }
            : {}),
        },
      };
    },
    [`/api/player/${playerKey}/credentials`]: ({ authorization }) => {
      if (!isTyped || (isBridge && authorization !== `Bearer ${secret()}`)) return problem(404);
      isTyped = false;
      code = null;
      token = `token-${++tokens}`;
      return { json: { api_token: token, ...(broker ? { broker } : {}) } };
    },
    '/qr.png': { body: QR, type: 'image/png' },
  };
  for (const [path, document] of Object.entries(documents))
    routes[path] = (arrived) =>
      token !== null && arrived.authorization === `Bearer ${token}`
        ? typeof document === 'function'
          ? document(arrived)
          : document
        : problem(401);
  const server = await startServer({}, routes);
  return {
    ...server,
    url: `${server.origin}/api/player`,
    code: () => code,
    type: () => void (isTyped = code !== null),
    unpair: () => void (token = null),
    token: () => token,
    refuse: (answer) => void (refusal = answer),
  };
}
