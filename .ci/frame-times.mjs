// Script time of each frame, from the browser's own trace: what ran on the page's thread between two frames, whoever called
// it (events, animation frames, timers, microtasks). Frames in which nothing ran are left out.
// Time of the processor, so that what else the machine does does not count.

const SCRIPT = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
]);
const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'devtools.timeline.frame',
  'v8.execute',
];

/** Traces `job`; answers {frames: ms of script in each, longest: ms of the longest task}. */
export async function frameTimes(browser, page, job) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await job();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = mainThread(traceEvents);
  const own = traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const starts = own
    .filter(isFrame)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const calls = own.filter(({ ph, name, dur }) => ph === 'X' && SCRIPT.has(name) && dur > 0);
  calls.sort((a, b) => a.ts - b.ts);
  const frames = new Array(starts.length).fill(0);
  let busyTo = 0;
  for (const { ts, dur, tdur } of calls) {
    // Calls lie inside others: the outermost counts.
    if (ts < busyTo) continue;
    busyTo = ts + dur;
    const frame = lastAtOrBefore(starts, ts);
    if (frame >= 0) frames[frame] += (tdur ?? dur) / 1000;
  }
  const tasks = own
    .filter(({ ph, name }) => ph === 'X' && name === 'RunTask')
    .map(({ dur, tdur }) => (tdur ?? dur) / 1000);
  return { frames: frames.filter((time) => time > 0), longest: Math.max(0, ...tasks) };
}

/** The thread that draws the page: the one of the process that shows it which begins most frames. */
function mainThread(events) {
  const counts = new Map();
  for (const { name, ph, pid, tid } of events) {
    if (!isFrame({ name, ph })) continue;
    const key = `${pid} ${tid}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [key] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['0 0'];
  const [pid, tid] = key.split(' ').map(Number);
  return { pid, tid };
}

function lastAtOrBefore(list, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const isFrame = ({ name, ph }) => name === 'AnimationFrame' && ph === 'b';
