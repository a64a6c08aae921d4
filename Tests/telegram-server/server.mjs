// A Bot API server for tests: npm's telegram-test-api, and before it what that leaves out - updates that come again until they are confirmed, long polls, the secret of a webhook,
// the limits on texts and buttons, and the errors 403, 409 and 429. It prints one JSON line per event on stdout, takes one JSON command per line on stdin, and ends when stdin does.
//   node server.mjs '{"port":0,"token":"123456:abc"}'
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as createSocket } from 'node:net';
import { createInterface } from 'node:readline';

const TelegramServer = createRequire(import.meta.url)('telegram-test-api');
const options = JSON.parse(process.argv[2] ?? '{}');
const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const state = { failures: [], blocked: new Set(), updates: [], seen: new Map(), webhook: null, shown: new Map(), waiting: [], polls: 0 };

const innerPort = await freePort();
const api = new TelegramServer({ port: innerPort, host: '127.0.0.1', storeTimeout: 86400 });
await api.start();
const inner = `http://127.0.0.1:${innerPort}`;

async function freePort() {
  const socket = createSocket();
  await new Promise((done) => socket.listen(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

// ---- what the bot calls

const front = createServer(async (request, response) => {
  const body = await read(request);
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url) ?? [];
  if (request.url.startsWith('/hook')) {
    answer(response, 200, {});
    return bring(body);
  }

  const [status, result] = token === options.token ? await call(method, body, request) : [401, { ok: false, error_code: 401, description: 'Unauthorized' }];
  answer(response, status, result);
  if (method !== 'getUpdates') say({ event: 'called', method, body, status, result });
});

async function call(method, body, request) {
  const failure = state.failures.find((asked) => (asked.method ?? method) === method && (asked.chat ?? body.chat_id) === body.chat_id);
  if (failure) {
    if (--failure.count === 0) state.failures.splice(state.failures.indexOf(failure), 1);
    return refuse(failure.code, failure.description, failure.parameters);
  }

  if (method === 'getUpdates') return poll(body, request);
  if (state.blocked.has(body.chat_id)) return refuse(403, 'Forbidden: bot was blocked by the user');
  const wrong = problemOf(method, body);
  if (wrong) return refuse(400, `Bad Request: ${wrong}`);
  if (method === 'setWebhook') {
    state.webhook = { url: body.url, secret: body.secret_token };
    body = { ...body, url: `http://127.0.0.1:${front.address().port}/hook` };
  }
  if (method === 'deleteWebhook') state.webhook = null;

  const answered = await fetch(`${inner}/bot${options.token}/${method}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const result = await answered.json();
  if (!result.ok) return refuse(404, 'Not Found: method not found');
  if (method === 'sendMessage') keep(body, result.result);
  if (method === 'editMessageText') state.shown.set(`${body.chat_id}/${body.message_id}`, contentOf(body));
  return [200, result.result === null ? { ok: true, result: true } : result];
}

function keep(body, message) {
  message.chat = { id: body.chat_id, type: body.chat_id < 0 ? 'supergroup' : 'private' };
  message.date = Math.floor(Date.now() / 1000);
  state.shown.set(`${body.chat_id}/${message.message_id}`, contentOf(body));
}

const contentOf = (body) => JSON.stringify([body.text, body.reply_markup?.inline_keyboard ?? []]);
const refuse = (code, description, parameters) => [code, { ok: false, error_code: code, description, parameters }];

// What the real server refuses and the test API takes.
function problemOf(method, body) {
  if (method === 'sendMessage' || method === 'editMessageText') {
    const open = [];
    for (const [, close, name] of body.text.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
      if (!['b', 'i', 'a', 'blockquote', 'code'].includes(name)) return `can't parse entities: Unsupported start tag "${name}"`;
      if (!close) open.push(name);
      else if (open.pop() !== name) return `can't parse entities: Unexpected end tag`;
    }
    if (open.length) return `can't parse entities: Can't find end tag corresponding to start tag "${open.pop()}"`;
    const shown = body.text.replaceAll(/<[^>]*>/g, '').replaceAll(/&(amp|lt|gt|quot);/g, '.');
    if (/[<>]|&(?!#?\w+;)/.test(shown)) return "can't parse entities: a character is not escaped";
    if (!shown.trim()) return 'message text is empty';
    if (shown.length > 4096) return 'message is too long';
  }
  for (const button of (body.reply_markup?.inline_keyboard ?? []).flat()) {
    if (!button.text || Buffer.byteLength(button.callback_data ?? '') > 64) return 'BUTTON_DATA_INVALID';
  }
  if (method === 'editMessageText') {
    const shown = state.shown.get(`${body.chat_id}/${body.message_id}`);
    if (!shown) return 'message to edit not found';
    if (shown === contentOf(body)) return 'message is not modified';
  }
  return null;
}

// ---- what people do

// Confirmed by asking from a later one; until then they come at every poll.
async function poll(body, request) {
  if (state.webhook) return refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
  collect();
  state.updates = state.updates.filter((update) => update.update_id >= (body.offset ?? 0));
  if (!state.updates.length && body.timeout) {
    state.polls++;
    say({ event: 'polling', polls: state.polls });
    await new Promise((done) => {
      state.waiting.push(done);
      setTimeout(done, body.timeout * 1000);
      request.socket.once('close', done);
    });
    state.polls--;
    collect();
  }
  return [200, { ok: true, result: state.updates.slice(0, body.limit ?? 100) }];
}

function collect() {
  for (const update of api.getUpdates(options.token)) add(update);
}

function add(update) {
  state.updates.push(update);
  state.seen.set(update.update_id, update);
}

// As Telegram does: until the answer says that it arrived.
async function bring(update, secret = state.webhook?.secret) {
  state.seen.set(update.update_id, update);
  for (let attempt = 0; attempt < 40; attempt++) {
    let status = 0;
    try {
      const answered = await fetch(state.webhook.url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret ?? '' }, body: JSON.stringify(update) });
      status = answered.status;
    } catch {
      // The server is down; it is brought again.
    }
    if (status !== 0) say({ event: 'brought', update: update.update_id, status });
    if (status === 200 || status === 401) return;
    await new Promise((done) => setTimeout(done, 250));
  }
}

function happened() {
  if (!state.webhook) collect();
  for (const done of state.waiting.splice(0)) done();
}

const person = (from) => ({ first_name: 'Somebody', is_bot: false, ...from });

async function act(command) {
  const acted = { update: api.updateId, callback: String(api.callbackId) };
  const client = api.getClient(options.token, {});
  if (command.say) {
    const { from, chat, text, replyTo } = command.say;
    const more = { from: person(from), chat, ...(replyTo ? { reply_to_message: { message_id: replyTo, chat } } : {}) };
    if (text?.startsWith('/')) await client.sendCommand(client.makeCommand(text, more));
    else await client.sendMessage(client.makeMessage(text, more));
  }
  if (command.press) {
    const { from, chat, message, data } = command.press;
    await client.sendCallback(client.makeCallbackQuery(data, { from: person(from), message: { message_id: message, from: person(from), chat } }));
  }
  if (command.member) {
    const update = { update_id: api.updateId++, my_chat_member: { chat: command.member.chat, from: person(command.member.from), new_chat_member: { status: command.member.status } } };
    if (state.webhook) bring(update);
    else add(update);
  }
  if (command.again) {
    const update = state.seen.get(command.again);
    if (state.webhook) bring(update);
    else state.updates.push(update);
  }
  if (command.bring) bring({ update_id: api.updateId++, ...command.bring.update }, command.bring.secret);
  happened();
  return acted;
}

// ---- the wires

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : {};
}

front.listen(options.port ?? 0, '127.0.0.1', () => say({ event: 'listening', port: front.address().port }));

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const command = JSON.parse(line);
  if (command.fail) state.failures.push(command.fail);
  if (command.block) state.blocked.add(command.block);
  if (command.unblock) state.blocked.delete(command.unblock);
  const acted = command.say || command.press || command.member || command.again || command.bring ? await act(command) : {};
  say({ event: 'done', ...acted });
});
lines.on('close', () => process.exit(0));
