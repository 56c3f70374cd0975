/** Something the person at the keyboard can mend: printed as one line, without a stack. */
export class Refusal extends Error {}

export const say = (line) => process.stdout.write(`${line}\n`);

/** Runs a long step and shows that it lives: its name, a line every ten seconds (unless it speaks for itself), its time. */
export async function step(name, work, { beats = true } = {}) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`· ${name}…`);
  const beat = beats ? setInterval(() => say(`  ${name}: ${seconds()} s`), 10_000) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (seconds() >= 2) say(`  ${name}: pronto em ${seconds()} s`);
  }
}

/** Runs a script's main function; a refusal is one line on the error stream, anything else its stack. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}
