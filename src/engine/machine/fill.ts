// What guest RAM holds when the run starts: programs' pages, and rings as if the guest had run for a while. Written
// before recording begins; made fast because a guest has many pages.
import { hash32 } from '../bytes/random.ts';
import type { VirtQueue } from '../devices/virt-queue.ts';
import { PAGE_SIZE, type GuestMemory } from '../ram/guest-memory.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { positionOf, usedBits } from '../virtqueue/packed.ts';
import { writeUsed } from '../virtqueue/split.ts';
import type { DriverQueue } from './driver-queue.ts';
import { QueueWord, type GuestLayout } from './layout.ts';

const TEMPLATE_BYTES = 65536;

/** Fills programs' pages and the BIOS stub. */
export function fillGuest(memory: GuestMemory, layout: GuestLayout, scenario: Scenario): void {
  fillPages(memory, layout, scenario);
  fillBios(memory);
}

/**
 * Makes an empty queue one through which `count` buffers have gone: every slot has been used, both sides have seen all of
 * it.
 */
export function ageQueue(memory: GuestMemory, driver: DriverQueue, device: VirtQueue, count: number): void {
  const { ring } = driver;
  const position = positionOf(count, ring.num);
  let index = count & 0xffff;
  if (driver.isPacked) {
    index = position.index;
    for (let slot = 0; slot < ring.num; slot++) {
      const wrap = slot < position.index ? position.wrap : position.wrap ^ 1;
      // Slots that this round has not come to are as the round before left them; before the first round they are zero.
      memory.setU16(ring.desc + 16 * slot + 14, count < ring.num && slot >= position.index ? 0 : usedBits(wrap));
    }
    driver.setWord(QueueWord.UsedWrap, position.wrap);
    driver.setWord(QueueWord.AvailWrap, position.wrap);
    for (const name of ['lastAvailWrap', 'shadowAvailWrap', 'usedWrap'] as const) device.write(name, position.wrap);
  } else {
    for (let slot = 0; slot < Math.min(count, ring.num); slot++) {
      memory.setU16(ring.avail + 4 + 2 * slot, slot);
      writeUsed(memory, ring, slot, slot, 0);
    }
    memory.setU16(ring.avail + 2, index);
    memory.setU16(ring.used + 2, index);
    memory.setU16(ring.avail + 4 + 2 * ring.num, index);
    memory.setU16(ring.used + 4 + 8 * ring.num, index);
  }
  driver.setWord(QueueWord.LastUsed, index);
  driver.setWord(QueueWord.Next, position.index);
  driver.setWord(QueueWord.Added, count);
  driver.setWord(QueueWord.Reaped, count);
  for (const name of ['lastAvailIdx', 'shadowAvailIdx', 'usedIdx', 'signalledUsed'] as const) device.write(name, index);
  device.write('signalledUsedValid', 1);
}
function fillPages(memory: GuestMemory, layout: GuestLayout, scenario: Scenario): void {
  const { seed, machine, workload } = scenario;
  const template = makeTemplate(seed);
  const content = new Uint8Array(PAGE_SIZE);
  const words = new DataView(content.buffer);
  const last = memory.blocks[0]!.size / PAGE_SIZE;
  for (let page = layout.workingSet; page < last; page++) {
    const inSet = page < layout.workingSet + workload.workingSetPages;
    const draw = hash32(seed, 1, page);
    if (!inSet && draw % 1000 >= machine.filledPerMille) continue;
    const from = ((draw >>> 10) % ((TEMPLATE_BYTES - PAGE_SIZE) / 64)) * 64;
    content.set(template.subarray(from, from + PAGE_SIZE));
    words.setUint32(0, page, true);
    words.setUint32(4, draw, true);
    memory.fill(page * PAGE_SIZE, content);
  }
}

/** Text-like and binary-like stretches, 64 bytes each. */
function makeTemplate(seed: number): Uint8Array {
  const template = new Uint8Array(TEMPLATE_BYTES);
  for (let at = 0; at < TEMPLATE_BYTES; at += 4) {
    const draw = hash32(seed, 2, at);
    const textual = (hash32(seed, 3, at >>> 6) & 3) === 0;
    for (let i = 0; i < 4; i++) {
      const byte = (draw >>> (8 * i)) & 0xff;
      template[at + i] = textual ? 97 + (byte % 26) : (at & 15) < 8 ? byte : 0;
    }
  }
  return template;
}

/** cli; hlt; jmp to hlt at the reset vector, as a stub firmware has. */
function fillBios(memory: GuestMemory): void {
  const bios = memory.blocks.find(({ idstr }) => idstr === 'pc.bios');
  if (bios) memory.fill(bios.firstPage * PAGE_SIZE + 0xfff0, Uint8Array.of(0xfa, 0xf4, 0xeb, 0xfd));
}
