// Every view of the app, with the way to it from the default run: `npm run screenshots` takes its picture, e2e/views.spec.ts
// lets axe look at it. A way is run in the page: it may use `window.migrascope`, the store, and press buttons.

const inIterate = () => {
  const { document, moveToTime, selectRow } = window.migrascope.getState();
  moveToTime(document.phases.find(({ label }) => label === 'iterate 2').start + 20e6);
  selectRow(document.frames.find(({ flag }) => flag === 'INIT').row, 'step');
};

const inStop = () => {
  const { document, moveToTime, selectRow } = window.migrascope.getState();
  const full = document.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'));
  moveToTime((full.arrived + full.loadEnd) / 2);
  selectRow(full.row, 'step');
};

const atEnd = () => {
  const { document, moveToTime, selectRow, setQueue } = window.migrascope.getState();
  moveToTime(document.phases.at(-1).start);
  selectRow(document.frames.findLast(({ type }) => type === 'FULL').row, 'step');
  setQueue(1);
};

const bottom = (tab) => window.migrascope.getState().setBottomTab(tab);
const sheet = (name) => window.migrascope.getState().setSheet(name);

/** Presses a button of the open sheet, as soon as it is there. */
const press = async (label) => {
  const wanted = () =>
    Array.from(window.document.querySelectorAll('[role="dialog"] button')).find((one) => one.textContent === label);
  for (let tries = 0; tries < 300 && !wanted(); tries++) await new Promise((done) => requestAnimationFrame(done));
  wanted().click();
};
const beside = () => window.migrascope.getState().compareWith({ with: 'strategy', strategy: 'baseline' });

/** Name of a view: the steps to it, each [function, argument]. */
export const VIEWS = {
  main: [[inIterate]],
  stop: [[inStop]],
  broken: [
    [
      () => {
        const { run, scenario } = window.migrascope.getState();
        const patches = { ...scenario.patches, relaxedIndexCheck: false };
        const nics = scenario.nics.map((nic) => ({ ...nic, startIndex: 100 }));
        return run({ ...scenario, name: 'Without patch 5', patches, nics });
      },
    ],
    [atEnd],
  ],
  packed: [
    [
      () => {
        const { run, scenario } = window.migrascope.getState();
        const nics = scenario.nics.map((nic) => ({ ...nic, packed: true, featuresOff: ['mrg_rxbuf'] }));
        return run({ ...scenario, name: 'Packed rings', nics });
      },
    ],
    [inStop],
  ],
  pairs: [
    [
      () => {
        const { run, scenario } = window.migrascope.getState();
        const [nic] = scenario.nics;
        const pairs = { ...nic, peer: 'tap', queuePairs: 4 };
        return run({
          ...scenario,
          name: 'Four pairs, two NICs',
          nics: [pairs, { ...nic, slot: 6, mac: '52:54:00:12:34:57' }],
        });
      },
    ],
    [inStop],
  ],
  branches: [
    [inStop],
    [() => window.migrascope.getState().setStrategy('baseline')],
    [bottom, 'branches'],
    [sheet, 'intervene'],
  ],
  file: [
    [() => window.migrascope.getState().openSample('q10-iterative-change.bin.gz')],
    [
      () => {
        const { document, selectRow } = window.migrascope.getState();
        selectRow(document.frames.find(({ flag }) => flag === 'INIT').row, 'step');
      },
    ],
  ],
  log: [[inStop], [bottom, 'log']],
  errors: [[inStop], [bottom, 'errors']],
  bookmarks: [
    [inStop],
    [
      () => {
        const { document, setBookmark, setRange } = window.migrascope.getState();
        const stop = document.phases.find(({ kind }) => kind === 'stop');
        const init = document.frames.find(({ flag }) => flag === 'INIT');
        const [start, end] = [Math.round(stop.start), Math.round(stop.end)];
        setBookmark({ of: 'time', start, end }, 'the guest stands');
        setBookmark({ of: 'bytes', start: init.start, end: init.end }, 'the early copy');
        setRange({ from: start, to: end });
      },
    ],
    [bottom, 'bookmarks'],
  ],
  scenario: [[inIterate], [sheet, 'scenario']],
  convergence: [[inIterate], [sheet, 'convergence']],
  break: [[inIterate], [sheet, 'break']],
  who: [[inStop], [() => window.migrascope.getState().selectCell(4, 'destination')], [sheet, 'who']],
  pages: [[inStop], [sheet, 'pages']],
  compare: [[inIterate], [sheet, 'compare']],
  'compare-stream': [[inIterate], [beside], [press, 'Stream']],
  'compare-bytes': [[inIterate], [beside], [press, 'Bytes']],
  share: [[inIterate], [sheet, 'share']],
  palette: [[inIterate], [() => window.migrascope.getState().setPalette(true)]],
  keys: [[inIterate], [() => window.migrascope.getState().setHelp(true)]],
  delta: [[() => window.migrascope.getState().setStrategy('delta')], [inStop]],
  lab: [[sheet, 'lab']],
};

/** Goes there in a page of Playwright that shows the default run. */
export async function goToView(page, name) {
  for (const [step, argument] of VIEWS[name]) await page.evaluate(step, argument);
  // What loads after the first data: the stream or the lab's tables, the tab below, the sheet.
  await page.locator('main').locator('[role="tree"], table').last().waitFor();
  const opens = await page.evaluate(() => window.migrascope.getState().sheet ?? '');
  if (opens !== '') await page.locator(opens === 'lab' ? 'main' : '[role="dialog"]').waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
