// What a person does in the built app, measured: playing, intervening, the default run, scrolling hex and frames of a stream of 2 GiB
// that is read where it lies, selecting.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { frameTimes } from './frame-times.mjs';
import { ROOT } from './steps.mjs';

const FRAMES = 300;

/** Script time of frames while the default run plays, at a speed at which it does not end. */
export async function playing(browser, page) {
  await page.evaluate(() => {
    const state = window.migrascope.getState();
    state.setSpeed(0.01);
    state.moveTo(0);
    state.setPlaying(true);
  });
  const result = await frameTimes(browser, page, () => frames(page, FRAMES));
  const went = await page.evaluate(() => {
    const { playing: isPlaying, cursor, setPlaying } = window.migrascope.getState();
    setPlaying(false);
    return { isPlaying, events: cursor };
  });
  return { ...result, ...went };
}

/** ms from an intervention in the default run until the new run is painted, each from the same run and at another time. */
export async function intervening(page, times) {
  return page.evaluate(async (count) => {
    const state = () => window.migrascope.getState();
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const taken = [];
    for (let i = 0; i < count; i++) {
      const { document, moveTo, intervene, undoBranch } = state();
      moveTo(Math.floor((document.timeline.heads.length * (i + 1)) / (count + 2)));
      await painted();
      const mac = `52:54:00:00:01:${i.toString(16).padStart(2, '0')}`;
      const began = performance.now();
      await intervene({ do: 'set-mac', nic: 0, mac }, `MAC ${i}`);
      await painted();
      taken.push(performance.now() - began);
      if (state().document === document) throw new Error('the intervention made no new run');
      await undoBranch();
    }
    return taken;
  }, times);
}

/** Runs the scenario with a guest of 1 GiB in a process of its own: s, bytes of its stream, bytes resident at most. */
export function largeGuest(scenario, folder) {
  const [path, out] = [join(folder, 'guest.json'), join(folder, 'guest.bin')];
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify({ ...scenario, machine: { ...scenario.machine, memoryMiB: 1024 } }));
  execFileSync(process.execPath, [join(ROOT, '.ci/cli.mjs'), 'migrate', '--help'], { stdio: 'ignore' });
  const job = `
    const { main } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'node_modules/.cache/cli/migrate.mjs')).href)});
    const began = performance.now();
    const code = await main([${JSON.stringify(path)}, '-o', ${JSON.stringify(out)}]);
    console.log(JSON.stringify({ code, seconds: (performance.now() - began) / 1000, resident: process.resourceUsage().maxRSS * 1024 }));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', job], { encoding: 'utf8' });
  return { ...JSON.parse(told), stream: statSync(out).size };
}

/** Writes a stream of at least `size` bytes to `path`. */
export async function writeLargeStream(path, size) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true },
    appType: 'custom',
  });
  try {
    const { largeStream } = await vite.ssrLoadModule('/src/testing/large-stream.ts');
    const real = gunzipSync(readFileSync(join(ROOT, 'public/samples/q10-iterative-change.bin.gz')));
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    const file = openSync(path, 'w');
    for (const piece of largeStream(new Uint8Array(real), size)) writeSync(file, piece);
    closeSync(file);
  } finally {
    await vite.close();
  }
}

/** Opens a file; ms until it is shown, its length and frames. */
export async function openFile(page, path) {
  const start = performance.now();
  await page.getByLabel('Open a stream file').setInputFiles(path);
  await page.waitForFunction(
    () => {
      const { document, work } = window.migrascope.getState();
      return document?.kind === 'file' && work === null;
    },
    null,
    { timeout: 300_000 },
  );
  const opened = await page.evaluate(() => {
    const { stream, frames: list, inspection } = window.migrascope.getState().document;
    return {
      length: stream.length,
      frames: list.length,
      isHeld: stream instanceof Uint8Array,
      records: inspection.records.length,
    };
  });
  return { ...opened, ms: performance.now() - start };
}

/** Wheels up and down over the hex view, and drags its scrollbar through the whole stream. */
export async function scrollHex(browser, page) {
  const box = await page.getByRole('grid', { name: /^Bytes/ }).boundingBox();
  const move = async () => {
    await page.mouse.move(box.x + 200, box.y + box.height / 2);
    for (let i = 0; i < FRAMES / 2; i++) await page.mouse.wheel(0, i % 50 < 35 ? 400 : -300);
    const x = box.x + box.width - 5;
    await page.mouse.move(x, box.y + 2);
    await page.mouse.down();
    for (let i = 0; i < FRAMES / 2; i++)
      await page.mouse.move(x, box.y + 2 + ((i * 0.7) % 1) * 3 + (i / (FRAMES / 2)) * (box.height - 6));
    await page.mouse.up();
  };
  const script = await frameTimes(browser, page, move);
  // Another time for the blank rows: looking for them takes script time itself.
  await page.evaluate(() => {
    const found = (window.benchBlank = { longest: 0, frames: 0, blank: 0, stop: false });
    let since = -1;
    const look = (now) => {
      const rows = [...document.querySelectorAll('[role=grid][data-testid=hex] [role=row]')];
      const isBlank = rows.some(
        (row) =>
          !/[0-9a-f]{2}/.test([...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent).join(' ')),
      );
      found.frames++;
      if (isBlank) {
        found.blank++;
        if (since < 0) since = now;
        found.longest = Math.max(found.longest, now - since);
      } else {
        if (since >= 0) found.longest = Math.max(found.longest, now - since);
        since = -1;
      }
      if (!found.stop) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await move();
  await frames(page, 30);
  const blank = await page.evaluate(() => {
    window.benchBlank.stop = true;
    return window.benchBlank;
  });
  return { ...script, blank };
}

/** Wheels through the frame list. */
export async function scrollFrames(browser, page) {
  const box = await page.getByRole('listbox', { name: 'Frames' }).boundingBox();
  return frameTimes(browser, page, async () => {
    await page.mouse.move(box.x + 100, box.y + box.height / 2);
    for (let i = 0; i < FRAMES; i++) await page.mouse.wheel(0, i % 60 < 40 ? 500 : -400);
  });
}

/** Ms from selecting a frame, a field or a byte until frame list, tree, hex and explanation all show it, painted. */
export async function selecting(page) {
  return page.evaluate(async (count) => {
    const store = window.migrascope;
    const { document: open } = store.getState();
    const { spans } = open.inspection;
    const turn = () =>
      new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
    const leaves = [];
    for (const { row, idstr } of open.frames) {
      if (idstr === 'ram') continue;
      for (let at = row; at < spans.next[row] && leaves.length < 5000; at++)
        if (spans.next[at] === at + 1 && spans.end[at] > spans.start[at]) leaves.push(at);
    }
    const shows = (row) => {
      const frame = open.frames.find(({ start, end }) => spans.start[row] >= start && spans.start[row] < end);
      return (
        document.getElementById(`frame-${frame.number}`)?.ariaSelected === 'true' &&
        document.getElementById(`field-${row}`)?.ariaSelected === 'true' &&
        document.querySelector('[data-testid=hex-selection]') !== null &&
        document.querySelector('[data-testid=explain]').textContent.includes(`from 0x${spans.start[row].toString(16)}`)
      );
    };
    const times = [];
    for (let i = 0; i < count; i++) {
      const row = leaves[(i * 997) % leaves.length];
      await new Promise((done) => requestAnimationFrame(done));
      const start = performance.now();
      if (i % 2 === 0) store.getState().selectRow(row, 'diagnostics');
      else store.getState().selectBytes(spans.start[row], spans.end[row], 'search');
      let tries = 0;
      do {
        await new Promise((done) => requestAnimationFrame(done));
        await turn();
      } while (!shows(row) && ++tries < 100);
      if (tries >= 100) throw new Error(`a selection was not shown: row ${row}, ${spans.names[spans.name[row]]}, ${i}`);
      times.push(performance.now() - start);
    }
    return times;
  }, FRAMES);
}

async function frames(page, count) {
  await page.evaluate(async (wanted) => {
    for (let i = 0; i < wanted; i++) await new Promise((done) => requestAnimationFrame(done));
  }, count);
}
