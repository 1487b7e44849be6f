// What guest RAM holds when the run starts: programs' pages, and rings as if the guest had run for a while. Written
// before recording begins; made fast because a guest has many pages.
import { hash32 } from '../bytes/random.ts';
import { PAGE_SIZE, type GuestMemory } from '../ram/guest-memory.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { DescFlag, publish, writeDesc, writeUsed, type SplitRing } from '../virtqueue/split.ts';
import { DriverWord, NET_HEADER_BYTES, RX, RX_BUFFER_BYTES, TX, type GuestLayout } from './layout.ts';

const TEMPLATE_BYTES = 65536;

/** Fills programs' pages, the BIOS stub and the rings. */
export function fillGuest(memory: GuestMemory, layout: GuestLayout, scenario: Scenario): void {
  fillPages(memory, layout, scenario);
  fillBios(memory);
  const { startIndex, rxBuffers } = scenario.nics[0]!;
  fillRing(memory, layout.rings[RX]!, startIndex, (id) => {
    writeDesc(
      memory,
      layout.rings[RX]!.desc,
      id,
      rxBufferAddress(layout, id, rxBuffers),
      RX_BUFFER_BYTES,
      DescFlag.Write,
      0,
    );
  });
  for (let i = 0; i < rxBuffers; i++)
    publish(memory, layout.rings[RX]!, ((startIndex + i) & 0xffff) % layout.rings[RX]!.num);
  fillRing(memory, layout.rings[TX]!, startIndex, (id) => {
    writeDesc(
      memory,
      layout.rings[TX]!.desc,
      id,
      layout.txBuffers,
      NET_HEADER_BYTES + scenario.workload.packetBytes,
      0,
      0,
    );
  });
  setEvents(memory, layout.rings[RX]!, startIndex, startIndex);
  setEvents(memory, layout.rings[TX]!, startIndex, startIndex);
  memory.setU32(layout.driver + DriverWord.LastUsedRx, startIndex);
  memory.setU32(layout.driver + DriverWord.LastUsedTx, startIndex);
}

/** Where the receive buffer of descriptor `id` lies. */
export function rxBufferAddress(layout: GuestLayout, id: number, count: number): number {
  return layout.rxBuffers + (id % count) * RX_BUFFER_BYTES;
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

/** A ring whose every slot has been used before, with both indices at `index`. */
function fillRing(memory: GuestMemory, ring: SplitRing, index: number, describe: (id: number) => void): void {
  for (let id = 0; id < ring.num; id++) describe(id);
  for (let slot = 0; slot < ring.num; slot++) {
    memory.setU16(ring.avail + 4 + 2 * slot, slot);
    writeUsed(memory, ring, slot, slot, 0);
  }
  memory.setU16(ring.avail + 2, index);
  memory.setU16(ring.used + 2, index);
}

function setEvents(memory: GuestMemory, ring: SplitRing, usedEventAt: number, availEventAt: number): void {
  memory.setU16(ring.avail + 4 + 2 * ring.num, usedEventAt);
  memory.setU16(ring.used + 4 + 8 * ring.num, availEventAt);
}
