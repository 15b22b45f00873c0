// A provider of another make than Keycloak, and unlike it wherever the standard leaves room: ES256, the client's secret
// in the body, claims of other names and at UserInfo only, no `sid`, no logout, refresh tokens for offline_access only
// and good for one use.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

const { port, clientId, clientSecret, redirectUris, accounts } = JSON.parse(process.env.PROVIDER_SETTINGS);
const issuer = `http://127.0.0.1:${port}`;

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' };

const bySubject = (subject) => accounts.find((account) => account.subject === subject && !account.disabled);

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256',
  }],
  clientAuthMethods: ['client_secret_post'],
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  jwks: { keys: [key] },
  cookies: { keys: ['a secret that lives as long as this process'] },
  scopes: ['openid', 'offline_access', 'people'],
  claims: { people: ['nick', 'mail', 'access'] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  rotateRefreshToken: true,
  findAccount: (_ctx, subject) => {
    const account = bySubject(subject);
    return account && {
      accountId: subject,
      claims: () => ({ sub: subject, nick: account.name, mail: `${account.name}@example.net`, access: { teams: account.teams } }),
    };
  },
});

function page(body) {
  return `<!DOCTYPE html><html lang="en"><title>Another provider</title><h1>Another provider</h1><form method="post">${body}</form></html>`;
}

async function askPerson(request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page(prompt.name === 'login'
    ? '<label>Name <input name="name"></label><label>Password <input name="password" type="password"></label><button>Log in</button>'
    : '<button>Go on</button>'));
}

async function hearPerson(request, response) {
  const { params, session } = await provider.interactionDetails(request, response);
  const form = new URLSearchParams(await text(request));
  const account = session
    ? bySubject(session.accountId)
    : accounts.find(({ name, password, disabled }) =>
      !disabled && name === form.get('name') && password === form.get('password'));
  if (!account) {
    response.statusCode = 401;
    response.end(page('<p>No such person.</p>'));
    return;
  }
  const grant = new provider.Grant({ accountId: account.subject, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId: account.subject }, consent: { grantId } });
}

const standard = provider.callback();

createServer(async (request, response) => {
  try {
    if (request.url.startsWith('/interaction/')) {
      await (request.method === 'POST' ? hearPerson : askPerson)(request, response);
    } else if (request.url === '/tests/accounts' && request.method === 'POST') {
      // Not of the standard: how a test changes people.
      const { name, ...change } = JSON.parse(await text(request));
      Object.assign(accounts.find((account) => account.name === name), change);
      response.end('changed');
    } else {
      await standard(request, response);
    }
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end(String(error));
  }
}).listen(port, '127.0.0.1', () => console.log(`listening at ${issuer}`));
