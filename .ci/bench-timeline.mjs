// Script time of each frame while the timeline of a run is zoomed and panned, measured in the page: what the wheel's event
// does (store, React, layout) and what the frame draws. Answers {events, times in ms}.
export async function timelineFrames(page, frames) {
  const events = await page.evaluate(async () => {
    const { run, scenario } = window.migrascope.getState();
    await run({ ...scenario, workload: { ...scenario.workload, rxPerSecond: 8_000, txPerSecond: 5_000 } });
    return window.migrascope.getState().document.timeline.length;
  });
  await page.waitForTimeout(500);
  const times = await page.evaluate(async (count) => {
    const surface = document.querySelector('[data-testid=timeline]');
    const { left, top } = surface.getBoundingClientRect();
    const frame = window.requestAnimationFrame;
    const turn = () =>
      new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
    let drawn = 0;
    window.requestAnimationFrame = (job) =>
      frame((now) => {
        const start = performance.now();
        job(now);
        drawn += performance.now() - start;
      });
    const out = [];
    for (let i = 0; i < count; i++) {
      drawn = 0;
      const isPan = i % 3 === 0;
      const start = performance.now();
      surface.dispatchEvent(
        new WheelEvent('wheel', {
          bubbles: true,
          cancelable: true,
          clientX: left + 300 + ((i * 7) % 900),
          clientY: top + 100,
          deltaX: isPan ? 80 : 0,
          deltaY: isPan ? 0 : i % 60 < 40 ? -60 : 120,
        }),
      );
      await turn();
      const handled = performance.now() - start;
      await new Promise((done) => frame(done));
      await turn();
      out.push(handled + drawn);
    }
    window.requestAnimationFrame = frame;
    return out;
  }, frames);
  return { events, times };
}
