// A real SMTP server for tests. It prints one JSON line per event on stdout, takes one JSON command per line on stdin, and ends when stdin does.
//   node server.mjs '{"startTls":true,"user":"u","password":"p"}'
import { createInterface } from 'node:readline';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const options = JSON.parse(process.argv[2] ?? '{}');
const state = { failures: [], rejected: new Map(), hang: false };
const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');

// The next failure that was asked for at this stage of the conversation, once.
function failure(stage) {
  const index = state.failures.findIndex((asked) => asked.stage === stage);
  if (index < 0) return null;
  const asked = state.failures[index];
  if (--asked.count === 0) state.failures.splice(index, 1);
  say({ event: 'failed', stage, code: asked.code });
  return refuse(asked.code, 'as the test asked');
}

function refuse(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

const server = new SMTPServer({
  hideSTARTTLS: !options.startTls,
  authOptional: !options.user,
  disabledCommands: options.user ? [] : ['AUTH'],
  allowInsecureAuth: false,
  disableReverseLookup: true,
  logger: false,
  onAuth(auth, session, done) {
    const known = auth.username === options.user && auth.password === options.password;
    done(known ? null : refuse(535, 'the user or the password is wrong'), { user: auth.username });
  },
  onMailFrom(address, session, done) {
    if (options.startTls && !session.secure) return done(refuse(530, 'must issue STARTTLS first'));
    done(failure('mail'));
  },
  onRcptTo(address, session, done) {
    const code = state.rejected.get(address.address.toLowerCase());
    done(code ? refuse(code, `no such person: ${address.address}`) : failure('rcpt'));
  },
  onClose() {
    if (state.hang) say({ event: 'closed' });
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      const failed = failure('data');
      if (failed) return done(failed);
      if (state.hang) return say({ event: 'hanging' });
      const raw = Buffer.concat(chunks);
      const mail = await PostalMime.parse(raw);
      // Said first: the envelope is emptied as soon as the client is answered.
      say({
        event: 'received',
        connection: session.id,
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map((recipient) => recipient.address),
        secure: session.secure,
        user: session.user ?? null,
        fromName: mail.from?.name ?? '',
        addressedTo: mail.to?.map((recipient) => recipient.address) ?? [],
        toName: mail.to?.[0]?.name ?? '',
        subject: mail.subject ?? '',
        messageId: mail.messageId ?? '',
        inReplyTo: mail.inReplyTo ?? null,
        references: mail.references ?? null,
        headers: mail.headers.map((header) => [header.originalKey ?? header.key, header.value]),
        text: mail.text ?? '',
        html: mail.html ?? '',
        raw: raw.toString('latin1'),
      });
      done();
    });
  },
});

server.on('error', (error) => process.stderr.write(error.message + '\n'));
server.listen(options.port ?? 0, '127.0.0.1', () => say({ event: 'listening', port: server.server.address().port }));

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const command = JSON.parse(line);
  if (command.fail) state.failures.push(command.fail);
  if (command.reject) state.rejected.set(command.reject.address.toLowerCase(), command.reject.code);
  if (command.accept) state.rejected.delete(command.accept.toLowerCase());
  if (command.hang !== undefined) state.hang = command.hang;
  say({ event: 'done' });
});
lines.on('close', () => process.exit(0));
