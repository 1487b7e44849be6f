// Messages of the file level, of section framing, of vmstate's interpreter and of RAM. Wordings of QEMU 7.2 to 10.2.
import { DEFAULT_SCENARIO } from '../../../engine/scenario/default-scenario.ts';
import type { KnownError } from './known-error.ts';
import * as at from './places.ts';

const SAVEVM = 'migration/savevm.c';

export const FRAMING_ERRORS: readonly KnownError[] = [
  {
    id: 'load-failed',
    pattern: /^load of migration failed: (.+)$/,
    where: 'migration/migration.c process_incoming_migration_co()',
    check: 'Nothing of its own: the load has ended with this error number.',
    cause:
      'The last line of every failed load. The cause is the first error above it; Input/output error usually means that the stream ended or was read out of step.',
    secondary: true,
  },
  {
    id: 'error-while-loading',
    pattern: /^error while loading state for instance (0x[0-9a-f]+) of device '([^']*)'(?:: .*)?$/,
    where: `${SAVEVM} qemu_loadvm_section_start_full()`,
    check: 'The handler of this section answered with an error.',
    cause:
      'Tells whose START or FULL it was. What failed in it stands in the line before, unless the handler prints nothing (virtio_error and guest errors go to the log of -d guest_errors).',
    secondary: true,
    place: (document, [, idstr]) => at.sectionNamed(document, [idstr ?? '']),
  },
  {
    id: 'error-while-loading-part',
    pattern: /^error while loading state section id (\d+)\((.*)\)$/,
    where: `${SAVEVM} qemu_loadvm_section_part_end()`,
    check: 'The handler of this PART or END answered with an error.',
    cause: 'Tells which section it was. What failed in it stands in the line before.',
    secondary: true,
    place: at.sectionOfId,
  },
  {
    id: 'footer-read-failed',
    pattern: /^check_section_footer: Read section footer failed: (-?\d+)$/,
    where: `${SAVEVM} check_section_footer()`,
    check: 'The footer could not be read, because the file had an error already.',
    cause:
      'A secondary error: file errors stick, and this is only where it was looked at next. -5 is a stream that ended or a connection that broke; -1 comes from a check in a handler whose result was ignored. Look at the line before, and at the source’s log.',
    secondary: true,
  },
  {
    id: 'not-a-stream',
    pattern: /^Not a migration stream(?:, magic: \w+ != \w+)?$/,
    where: `${SAVEVM} qemu_loadvm_state_header()`,
    check: 'The first four bytes are not "QEVM".',
    cause: 'A wrong or packed file, a libvirt image whose header was not stripped, or another program on the port.',
    place: at.atStart,
  },
  {
    id: 'stream-version',
    pattern: /^Unsupported migration stream version(?:, file version \w+ != \w+)?$/,
    where: `${SAVEVM} qemu_loadvm_state_header()`,
    check: 'The file version is not 3.',
    cause: 'Damage in the first eight bytes; no QEMU since 2009 writes another version.',
    place: at.atVersion,
  },
  {
    id: 'v2-format',
    pattern: /^SaveVM v2 format is obsolete and (?:don't work anymore|no longer supported)$/,
    where: `${SAVEVM} qemu_loadvm_state_header()`,
    check: 'The file version is 2.',
    cause: 'A file of before 2009, or damage in the first eight bytes.',
    place: at.atVersion,
  },
  {
    id: 'no-configuration',
    pattern: /^Configuration section missing(?:, \w+ != \w+)?$/,
    where: `${SAVEVM} qemu_loadvm_state_header()`,
    check: 'After the header stands no byte 7.',
    cause: 'The source’s machine has send-configuration off (types before 2.4) and the destination’s has it on.',
    place: (document) => Math.min(8, document.stream.length - 1),
  },
  {
    id: 'machine-type',
    pattern: /^Machine type received is '(.*)' and local is '(.*)'$/,
    where: `${SAVEVM} configuration_post_load()`,
    check: 'The machine’s name in the configuration differs from the destination’s.',
    cause:
      'The destination was started with another -machine. An alias such as pc means another version in another QEMU: name the version.',
    place: at.machineName,
    reproduce: () => ({
      ...DEFAULT_SCENARIO,
      name: 'Another machine type at the destination',
      destination: { ...DEFAULT_SCENARIO.destination, machine: 'pc-i440fx-9.2' },
    }),
  },
  {
    id: 'unknown-capability',
    pattern: /^Received unknown capability (.+)$/,
    where: `${SAVEVM} get_capability()`,
    check: 'A capability of the configuration is none that this QEMU knows.',
    cause:
      'The source is newer or patched (the RFC’s virtio-iterative) and the capability is on there. Switch it off at the source.',
    place: at.capabilities,
  },
  {
    id: 'capability-differs',
    pattern: /^Capability (\S+) is (on|off), but received capability is (on|off)$/,
    where: `${SAVEVM} configuration_validate_capabilities()`,
    check: 'A capability that both sides must have alike is on at one side only.',
    cause: 'migrate-set-capabilities was given to one side. Give it to both, before the migration begins.',
    place: at.capabilities,
    reproduce: () => ({
      ...DEFAULT_SCENARIO,
      name: 'Capability at the source only',
      destination: { ...DEFAULT_SCENARIO.destination, virtioIterative: false },
    }),
  },
  {
    id: 'page-bits',
    pattern: /^Received TARGET_PAGE_BITS is (\d+) but local is (\d+)$/,
    where: `${SAVEVM} configuration_post_load()`,
    check: 'Both sides have different target page sizes.',
    cause: 'Another machine version on a target that can choose (Arm).',
    place: at.machineName,
  },
  {
    id: 'unknown-section-or-instance',
    pattern:
      /^Unknown (?:savevm )?section or instance '(.*)' (\d+)\. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices$/,
    where: `${SAVEVM} qemu_loadvm_section_start_full()`,
    check: 'No handler has this name and instance id.',
    cause:
      'The destination lacks the device or has it at another address: compare both command lines, and addr= of each device. For …/virtio-net-iterative: the capability is off, or the patches are missing.',
    place: at.sectionNamed,
  },
  {
    id: 'unsupported-version',
    pattern: /^(?:savevm: )?unsupported version (\d+) for '(.*)' v(\d+)$/,
    where: `${SAVEVM} qemu_loadvm_section_start_full()`,
    check: 'The section’s version is newer than the handler’s.',
    cause:
      'The source’s QEMU is newer and its machine type does not hold the device at the old version. Use a versioned machine type that both have.',
    place: (document, [, idstr]) => at.sectionNamed(document, [idstr ?? '']),
  },
  {
    id: 'unknown-section-type',
    pattern: /^Unknown (?:savevm )?section type (\d+)$/,
    where: `${SAVEVM} qemu_loadvm_state_main()`,
    check: 'The byte where a section should begin is no type.',
    cause:
      'Bytes were lost, or the section before was read too short and machine types without footers did not notice. The culprit is that section.',
    place: (document) => {
      const strange = document.frames.find(({ type }) => type === '?');
      return strange?.start ?? -1;
    },
  },
  {
    id: 'unknown-section',
    pattern: /^Unknown (?:savevm )?section (\d+)$/,
    where: `${SAVEVM} qemu_loadvm_section_part_end()`,
    check: 'A PART or END has an id that no START gave out.',
    cause: 'Damage in the id, or the START was lost with what stood before.',
    place: at.sectionOfId,
  },
  {
    id: 'missing-footer',
    pattern: /^Missing section footer for (.+)$/,
    where: `${SAVEVM} check_section_footer()`,
    check: 'Where the section’s handler stopped reading stands no 0x7e.',
    cause:
      'The two QEMUs disagree about this device’s fields: another version or build, a property that changes its state, or a bug in a vmstate. Compare its length in the stream’s description with what the destination expects.',
    place: at.footerOf,
  },
  {
    id: 'footer-mismatch',
    pattern: /^Mismatched section id in footer for (.+?) - read 0x([0-9a-f]+) expected 0x([0-9a-f]+)$/,
    where: `${SAVEVM} check_section_footer()`,
    check: 'A footer is there, but with the id of another section.',
    cause: 'Damage in the footer, or a handler that read over its end into another’s footer.',
    place: at.footerOf,
  },
  {
    id: 'footer-error',
    pattern: /^Section footer error, section_id: (\d+)$/,
    where: `${SAVEVM} qemu_loadvm_section_start_full()`,
    check: 'The footer of this section was wrong.',
    cause: 'Told after the footer’s own message, which says how.',
    secondary: true,
    place: at.sectionOfId,
  },
  {
    id: 'no-description',
    pattern: /^Expected vmdescription section, but got (\d+)$/,
    where: `${SAVEVM} qemu_loadvm_state()`,
    check: 'Behind the end mark stands no byte 6.',
    cause: 'The stream was cut after its last device, or written with suppress-vmdesc. The load succeeds all the same.',
    harmless: true,
    place: at.atEnd,
  },
  {
    id: 'failed-to-load',
    pattern: /^(?:error: )?Failed to load ([^:\s]+(?:\/[^:\s]+)*):(.+)$/,
    where: 'migration/vmstate.c vmstate_load_state()',
    check: 'A field of this vmstate could not be read.',
    cause:
      'Printed from the innermost structure outwards, so the first of several names the field. With no message before it: the stream ended there, or a check of the field refused its value.',
    secondary: true,
    place: at.fieldNamed,
  },
  {
    id: 'too-new',
    pattern: /^(\S+): incoming version_id (\d+) is too new for local version_id\s+(\d+)$/,
    where: 'migration/vmstate.c vmstate_load_state()',
    check: 'A structure’s version is newer than the destination’s.',
    cause: 'The source’s QEMU is newer and its machine type does not hold this structure at the old version.',
    place: (document, [name]) => at.sectionNamed(document, [name ?? '']),
  },
  {
    id: 'too-old',
    pattern: /^(\S+): incoming version_id (\d+) is too old for local minimum version_id\s+(\d+)$/,
    where: 'migration/vmstate.c vmstate_load_state()',
    check: 'A structure’s version is older than the least that the destination reads.',
    cause: 'A stream of a very old QEMU, or damage in the section’s header.',
    place: (document, [name]) => document.frames.find(({ idstr }) => idstr.endsWith(name ?? ' '))?.start ?? -1,
  },
  {
    id: 'validation',
    pattern: /^Input validation failed: (\S+)\/(.+) version_id: (\d+)$/,
    where: 'migration/vmstate.c vmstate_load_state()',
    check: 'A VMSTATE_VALIDATE of this structure refused what had been read.',
    cause: 'A value out of its range: damage, or two QEMUs that disagree about a field before it.',
  },
  {
    id: 'invalid-value',
    pattern: /^Invalid value (-?\d+) expecting positive value <= (-?\d+)$/,
    where: 'migration/vmstate-types.c get_int32_le()',
    check: 'A number that must not exceed the destination’s own is larger, or negative.',
    cause:
      'For virtio-net it is the version of PCIDevice, the first word of the section: the state does not begin where the destination thinks, or its bytes are swapped.',
    place: at.pciVersion,
  },
  {
    id: 'unknown-ramblock',
    pattern: /^Unknown ramblock "(.*)", cannot accept migration$/,
    where: 'migration/ram.c parse_ramblocks()',
    check: 'The destination has no RAM block of this name.',
    cause:
      'A device with memory of its own is missing or elsewhere: video RAM, an option ROM (romfile=), a memory backend of another id.',
    place: at.ramBlock,
  },
  {
    id: 'ram-size',
    pattern: /^Size mismatch: (.+?): (0x[0-9a-f]+) != (0x[0-9a-f]+): (.+)$/,
    where: 'migration/ram.c parse_ramblock(), system/physmem.c qemu_ram_resize()',
    check: 'A RAM block has another size at the destination and cannot be resized.',
    cause: 'Another -m. For a ROM block: another firmware or option ROM file.',
    place: at.ramBlock,
    reproduce: () => ({
      ...DEFAULT_SCENARIO,
      name: 'More memory at the destination',
      destination: { ...DEFAULT_SCENARIO.destination, memoryMiB: 32 },
    }),
  },
  {
    id: 'cannot-find-block',
    pattern: /^Can't find block (.*)$/,
    where: 'migration/ram.c ram_block_from_stream()',
    check: 'A page record names a block that the destination does not have.',
    cause: 'Damage in a page record: the block list was right, or the load would have ended there.',
    place: (document) => at.sectionNamed(document, ['ram']),
  },
  {
    id: 'illegal-offset',
    pattern: /^Illegal RAM offset ([0-9a-f]+)$/,
    where: 'migration/ram.c ram_load_precopy()',
    check: 'A page record’s offset lies outside its block.',
    cause: 'Damage in the record, or no block was named before it. The records before were read right.',
    place: (document) => at.sectionNamed(document, ['ram']),
  },
  {
    id: 'ram-flags',
    pattern: /^Unknown combination of migration flags: (0x[0-9a-f]+)$/,
    where: 'migration/ram.c ram_load_precopy()',
    check: 'The low bits of a RAM record are no combination that the destination knows.',
    cause:
      'Damage in the record, or a capability of the source that the destination lacks (compression was removed in 9.1).',
    place: (document) => at.sectionNamed(document, ['ram']),
  },
  {
    id: 'zero-fill',
    pattern: /^Found a zero page with value (\d+)$/,
    where: 'migration/ram.c ram_load_precopy()',
    check: 'The fill byte of a zero page is not 0.',
    cause: 'Damage in the record.',
    place: (document) => at.sectionNamed(document, ['ram']),
  },
  {
    id: 'ram-address',
    pattern: /^Getting RAM address failed$/,
    where: 'migration/rdma.c and ram.c host_from_ram_block_offset()',
    check: 'A page record’s offset is none of the block’s memory.',
    cause: 'Damage in the record.',
    place: (document) => at.sectionNamed(document, ['ram']),
  },
  {
    id: 'unknown-command',
    pattern: /^MIG_CMD 0x([0-9a-f]+) unknown \(len 0x([0-9a-f]+)\)$/,
    where: `${SAVEVM} loadvm_process_command()`,
    check: 'A command’s number is none that the destination knows.',
    cause: 'The source is newer, or the bytes are damaged.',
    place: (document) => document.frames.find(({ type }) => type === 'COMMAND')?.start ?? -1,
  },
  {
    id: 'command-length',
    pattern: /^(\S+) received with bad length - expecting (\d+), got (\d+)$/,
    where: `${SAVEVM} loadvm_process_command()`,
    check: 'A command has a body of another length than prescribed.',
    cause: 'Damage in the command.',
    place: (document) => document.frames.find(({ type }) => type === 'COMMAND')?.start ?? -1,
  },
];
