import { networkArgs, registryArgs } from './build-args.ts';
import { contentHash } from './content-hash.ts';
import { type Dockerfile, type ImageName, readDockerfile } from './dockerfile.ts';
import type { Engine } from './engine.ts';
import { BuildError, EngineError, messageOf } from './errors.ts';
import type { Progress } from './launcher.ts';
import { CHECKOUT_LABEL, removeOldImages } from './old-images.ts';
import { ROOT } from './paths.ts';
import { runTool } from './run-tool.ts';
import { prepareOnce } from './stamp.ts';

/** An Image is one that was built. The digest is the engine's id of it. */
export interface Image {
  readonly tag: string;
  readonly digest: string;
}

/** The built image of that name: found by its content hash, or built now. */
export async function ensureImage(
  engine: Engine,
  name: ImageName,
  progress: Progress,
): Promise<Image> {
  const file = await readDockerfile(name);
  const args = registryArgs(file.args);
  const tag = `crosswire/${name}:${await hashOf(engine, file, args, progress)}`;
  const work = {
    name: `image-${name}`,
    upToDate: async () => (await imageId(tag)) !== undefined,
    make: () => buildImage(name, file, tag, args, progress),
  };
  await prepareOnce(work, progress);
  const digest = await imageId(tag);
  if (digest === undefined)
    throw new EngineError(`${tag} was built, and the engine doesn't know it`);
  return { tag, digest };
}

/** Files, arguments, bases and platform: what the same tag can't hide a change of. */
async function hashOf(
  engine: Engine,
  file: Dockerfile,
  args: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<string> {
  const bases = await Promise.all(file.bases.map((base) => baseId(base, progress)));
  const words = [engine.platform, ...bases, JSON.stringify(args)];
  const hash = await contentHash(ROOT, [file.path, '.dockerignore', ...file.sources], words);
  return hash.slice(0, 20);
}

async function baseId(base: string, progress: Progress): Promise<string> {
  const present = await imageId(base);
  if (present !== undefined) return present;
  progress(`pulling ${base}`);
  await runTool('docker', ['pull', '--quiet', base]).catch((cause: unknown) => {
    const advice = 'where no registry answers, scripts/base-images.sh makes it';
    throw new EngineError(`${base} can't be pulled (${advice}): ${messageOf(cause)}`, { cause });
  });
  return (await imageId(base)) ?? '';
}

/** The engine's id of a tag; undefined when it isn't there. */
export const imageId = (tag: string): Promise<string | undefined> =>
  runTool('docker', ['image', 'inspect', '--format', '{{.Id}}', tag]).then(
    (id) => id.trim(),
    () => undefined,
  );

async function buildImage(
  name: ImageName,
  file: Dockerfile,
  tag: string,
  args: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<void> {
  progress(`${name}: building the image ${tag}`);
  const all = { ...args, ...(await networkArgs()) };
  const flags = Object.keys(all).flatMap((name) => ['--build-arg', name]); // values by the environment
  const labels = ['--label', `${CHECKOUT_LABEL}=${ROOT}`];
  const command = [
    'build',
    '--force-rm',
    '--tag',
    tag,
    '--file',
    file.path,
    ...labels,
    ...flags,
    '.',
  ];
  await runTool('docker', command, { cwd: ROOT, env: { ...process.env, ...all } }).catch(
    (cause) => {
      throw new BuildError(`${name}: image not built: ${messageOf(cause)}`, { cause });
    },
  );
  await removeOldImages(name, ROOT);
}
