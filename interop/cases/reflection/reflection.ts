import type { DescMethod } from '@bufbuild/protobuf';
import { fromBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { ServerReflection, ServerReflectionV1Alpha } from '../../contract/generated.ts';
import type { Stage } from '../../contract/stage.ts';
import { pathOf, type ScenarioInit, step, suite } from '../define.ts';
import { declared } from './declares.ts';
import { hasPackage, OUR_FILES, OUR_SERVICES, type OurFile, WITHOUT_PACKAGE } from './files.ts';

const SOURCE =
  'gRPC Server Reflection Protocol (grpc/grpc doc/server-reflection.md), and the comments of reflection.proto';
const NOT_FOUND = 5;

const VERSIONS = [
  ['v1', ServerReflection.method.serverReflectionInfo],
  ['v1alpha', ServerReflectionV1Alpha.method.serverReflectionInfo],
] as const;

type Method = (typeof VERSIONS)[number][1];

/** What is asked, and of what. */
interface Question {
  readonly case: 'listServices' | 'fileByFilename' | 'fileContainingSymbol';
  readonly value: string;
}

/** What a case reads of an answer's JSON. */
interface Answer {
  readonly originalRequest?: { readonly fileContainingSymbol?: string };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto?: readonly string[] };
  readonly listServicesResponse?: { readonly service?: readonly { readonly name?: string }[] };
  readonly errorResponse?: { readonly errorCode?: number };
}

/** Asks all on one stream, each once the last is answered. */
async function asked(stage: Stage, method: Method, questions: readonly Question[]) {
  const server = await stage.server();
  const client = stage.client({ target: server.address });
  const steps = questions.flatMap((messageRequest) => [
    step.send(method.input, { messageRequest }),
    step.receive(1),
  ]);
  const { code, outcome } = await client.call({ method: pathOf(method as DescMethod), steps });
  stage.check('code', 'OK', code);
  stage.check('answers', String(questions.length), String(outcome.messages.length));
  return questions.map((_, at) => answerOf(outcome.messages[at]?.json ?? ''));
}

function answerOf(json: string): Answer {
  try {
    return JSON.parse(json) as Answer;
  } catch {
    return {};
  }
}

/** The files of an answer that can be read. */
function filesOf({ fileDescriptorResponse }: Answer): FileDescriptorProto[] {
  return (fileDescriptorResponse?.fileDescriptorProto ?? []).flatMap((base64) => {
    try {
      return [fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, 'base64'))];
    } catch {
      return [];
    }
  });
}

function listing(services: readonly string[]) {
  return (stage: Stage, method: Method) => listed(stage, method, services);
}

async function listed(stage: Stage, method: Method, services: readonly string[]): Promise<void> {
  const [answer = {}] = await asked(stage, method, [{ case: 'listServices', value: '' }]);
  const names = (answer.listServicesResponse?.service ?? []).map(({ name = '' }) => name);
  const missing = services.filter((name) => !names.includes(name));
  stage.check('not listed', '', missing.join(', '));
}

/** By any name in it, a file says all that ours declares. */
function symbols(names: (file: OurFile) => readonly string[]) {
  return (stage: Stage, method: Method) => shown(stage, method, names);
}

async function shown(stage: Stage, method: Method, names: (file: OurFile) => readonly string[]) {
  const pairs = OUR_FILES.flatMap((file) => names(file).map((symbol) => ({ file, symbol })));
  const questions = pairs.map(
    ({ symbol }): Question => ({ case: 'fileContainingSymbol', value: symbol }),
  );
  const answers = await asked(stage, method, questions);
  pairs.forEach(({ file, symbol }, at) => {
    compare(stage, symbol, file, answers[at] ?? {});
  });
}

async function files(stage: Stage, method: Method): Promise<void> {
  const questions = OUR_FILES.map(
    ({ name }): Question => ({ case: 'fileByFilename', value: name }),
  );
  const answers = await asked(stage, method, questions);
  OUR_FILES.forEach((file, at) => {
    compare(stage, file.name, file, answers[at] ?? {});
  });
}

function compare(stage: Stage, what: string, { name, declares }: OurFile, answer: Answer) {
  const file = filesOf(answer).find((one) => one.name === name);
  stage.check(what, 'as ours', file === undefined ? 'no such file' : departures(file, declares));
}

function departures(file: FileDescriptorProto, declares: readonly string[]): string {
  const lines = declared(file);
  const more = lines.filter((line) => !declares.includes(line)).map((line) => `+ ${line}`);
  const missing = declares.filter((line) => !lines.includes(line)).map((line) => `- ${line}`);
  return [...more, ...missing].join('; ') || 'as ours';
}

/** What isn't there is an error of the answer, and the next question is answered. */
async function unknown(stage: Stage, method: Method): Promise<void> {
  const answers = await asked(stage, method, [
    { case: 'fileContainingSymbol', value: 'no.such.Symbol' },
    { case: 'fileByFilename', value: 'no/such/file.proto' },
    { case: 'fileContainingSymbol', value: 'order.OrderHandler' },
  ]);
  for (const [at, what] of ['symbol', 'file'].entries()) {
    const told = answers[at]?.errorResponse?.errorCode;
    stage.check(`error of an unknown ${what}`, String(NOT_FOUND), String(told ?? 'none'));
  }
  const last = filesOf(answers[2] ?? {}).some(({ name }) => name === 'order/orders.proto');
  stage.check('the question after them', 'answered', last ? 'answered' : 'not answered');
}

/** Every answer has its own question in it. */
async function order(stage: Stage, method: Method): Promise<void> {
  const names = [...OUR_SERVICES, 'no.such.Symbol', 'MyService'];
  const questions = names.map((value): Question => ({ case: 'fileContainingSymbol', value }));
  const answers = await asked(stage, method, questions);
  names.forEach((name, at) => {
    const asked = answers[at]?.originalRequest?.fileContainingSymbol;
    stage.check(`question ${at + 1}`, name, String(asked ?? 'none'));
  });
}

const TEMPLATES = [
  ['services', 'lists all services', listing(OUR_SERVICES)],
  ['services-without-package', 'lists services that have no package', listing(WITHOUT_PACKAGE)],
  [
    'types',
    'shows the files that declare services, messages and enums, and they say what ours do',
    symbols((file) => (hasPackage(file) ? file.types : [])),
  ],
  [
    'types-without-package',
    'shows the files that declare what has no package',
    symbols((file) => (hasPackage(file) ? [] : file.types)),
  ],
  [
    'methods',
    'shows the files that declare methods',
    symbols((file) => (hasPackage(file) ? file.methods : [])),
  ],
  ['files', 'shows files by their names, and they say what ours do', files],
  ['unknown', 'answers NOT_FOUND for what is not there, and goes on', unknown],
  ['order', 'answers in order, each with its question', order],
] as const;

/** What is the server's own matter: once a peer. */
const OF_SERVERS = new Set(['services-without-package', 'types-without-package', 'methods']);

/** grpc.reflection, both versions: what is listed, and that descriptors are equal to ours. */
export const reflection = suite(
  'reflection',
  VERSIONS.flatMap(([version, method]) =>
    TEMPLATES.map(
      ([id, title, scenario]): ScenarioInit => ({
        id: `${version}/${id}`,
        title: `Reflection ${version} ${title}`,
        source: SOURCE,
        needs: ['client.bidi-stream', 'server.bidi-stream', `server.reflection-${version}`],
        services: [],
        tier: version === 'v1' && !OF_SERVERS.has(id) ? 'pairs' : 'each-peer',
        scenario: (stage) => scenario(stage, method),
      }),
    ),
  ),
);
