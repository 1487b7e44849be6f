// Streams that end inside a machine device: the lines that a stock QEMU 7.2.22 printed, one for each field around the
// place. e2e/interop/cut.test.ts asks a QEMU at many more places.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { inspect } from '../inspect/inspect.ts';
import { STOCK_SCENARIO } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { matchingVm } from './matching-vm.ts';
import { runScenario } from './run.ts';
import { loadIntoVm } from './waiting-vm.ts';

const EIO = 'load of migration failed: Input/output error';
const EINVAL = 'load of migration failed: Invalid argument';
const FOOTER = 'check_section_footer: Read section footer failed: -5';
const failed = (...fields: readonly string[]): string[] => fields.map((field) => `Failed to load ${field}`);
const tooOld = (name: string): string => `${name}: incoming version_id 0 is too old for local minimum version_id  1`;

interface Case {
  readonly idstr: string;
  readonly instanceId?: number;
  /** Bytes of the payload that are there. */
  readonly bytes: number;
  readonly lines: readonly string[];
  readonly end: string;
}

const at = (idstr: string, bytes: number, lines: readonly string[], end = EIO, instanceId = 0): Case => ({
  idstr,
  instanceId,
  bytes,
  lines,
  end,
});

const CASES: readonly Case[] = [
  at('timer', 11, failed('timer:unused')),
  at('cpu', 26, failed('cpu:env.regs')),
  at('cpu', 372, failed('segment:flags', 'cpu:env.ldt')),
  at('cpu', 572, failed('xmm_reg:_q_ZMMReg[1]', 'cpu:env.xmm_regs')),
  at('cpu', 1840, [tooOld('cpu/poll_control_msr')], EINVAL),
  at('kvm-tpr-opt', 40, failed('kvmvapic-handlers:set_tpr_eax', 'kvmvapic-guest-rom:up', 'kvm-tpr-opt:rom_state')),
  at('fw_cfg', 2, failed('fw_cfg:cur_offset')),
  at('fw_cfg', 23, failed('fw_cfg/dma:dma_addr')),
  at('PCIBUS', 3, ['4 != 0', ...failed('PCIBUS:nirq')], EINVAL),
  at('vmmouse', 3, failed('vmmouse:queue_size')),
  at('0000:00:00.0/I440FX', 0, failed('PCIDevice:version_id', 'I440FX:parent_obj')),
  at('0000:00:01.0/PIIX3', 262, failed('PCIDevice:irq_state', 'PIIX3:dev')),
  at('dma', 75, failed('dma:regs'), EIO, 1),
  at('mc146818rtc', 189, failed('mc146818rtc:unused')),
  at('fdc', 538, ['2 != 0', ...failed('fdc:num_floppies', 'fdc:state')], EINVAL),
  at('fdc', 561, [tooOld('fdrive/media_rate'), ...failed('fdc:drives', 'fdc:state')], EINVAL),
  at('0000:00:01.1/ide', 332, failed('ide_drive:sector', 'ide:bus[0].ifs')),
  at('0000:00:01.3/piix4_pm', 2425, [tooOld('piix4_pm/memhp')], EINVAL),
];

const stream = fixtureStream('deb72-split-modern');
const { config, machineDevices } = matchingVm(stream);
const { sections } = inspect(stream);

describe('a stream that ends inside a device', () => {
  it.each(CASES)('$idstr after $bytes bytes', ({ idstr, instanceId, bytes, lines, end }) => {
    const section = sections.find((entry) => entry.idstr === idstr && entry.instanceId === instanceId)!;
    const cut = stream.slice(0, section.start + 14 + idstr.length + bytes);
    const device = `error while loading state for instance 0x${instanceId} of device '${idstr}'`;
    const expected = [...lines, device, end];
    expect(loadIntoVm(cut, config, machineDevices).stderr).toEqual(expected);
    // With the description lost too, a machine that was captured knows the device.
    expect(loadIntoVm(cut, config, matchingVm(cut).machineDevices).stderr).toEqual(expected);
  });

  it.each([
    ['port92', 1],
    ['fw_cfg', 38],
  ])('%s whole but for what follows', (idstr, bytes) => {
    const section = sections.find((entry) => entry.idstr === idstr)!;
    const cut = stream.slice(0, section.start + 14 + idstr.length + bytes);
    expect(loadIntoVm(cut, config, machineDevices).stderr).toEqual([FOOTER, EINVAL]);
  });
});

it('the same in a run whose stream is cut there', () => {
  const scenario: Scenario = {
    ...STOCK_SCENARIO,
    interventions: [{ at: 0, action: { do: 'truncate', section: 'FULL cpu', occurrence: 1, offset: 17 + 372 } }],
  };
  expect(runScenario(scenario).outcome.stderr).toEqual([
    ...failed('segment:flags', 'cpu:env.ldt'),
    "error while loading state for instance 0x0 of device 'cpu'",
    EIO,
  ]);
});

describe('a damaged device', () => {
  const damaged = (idstr: string, offset: number, value: number): readonly string[] => {
    const section = sections.find((entry) => entry.idstr === idstr)!;
    const copy = stream.slice();
    copy[section.start + 14 + idstr.length + offset] = value;
    return loadIntoVm(copy, config, matchingVm(copy).machineDevices).stderr;
  };

  it('has a value that must be another', () => {
    expect(damaged('PCIBUS', 3, 5)).toEqual([
      '4 != 5',
      ...failed('PCIBUS:nirq'),
      "error while loading state for instance 0x0 of device 'PCIBUS'",
      EINVAL,
    ]);
  });

  it('lost the name of a subsection, so its end is not where it should be', () => {
    expect(damaged('fw_cfg', 8, 0x78)).toEqual(['Missing section footer for fw_cfg', EINVAL]);
  });

  it('has an interrupt level that is none', () => {
    expect(damaged('0000:00:01.0/PIIX3', 4 + 256 + 3, 2)).toEqual([
      'irq state 2: must be 0 or 1.',
      ...failed('PCIDevice:irq_state', 'PIIX3:dev'),
      "error while loading state for instance 0x0 of device '0000:00:01.0/PIIX3'",
      EINVAL,
    ]);
  });
});
