// Messages of commands (return path, postcopy, packages) and of the other forms in which RAM travels. Wordings of QEMU 7.2 to
// 10.2.
import type { KnownError } from './known-error.ts';
import * as at from './places.ts';

const COMMAND = 'migration/savevm.c loadvm_process_command()';
const RAM = 'migration/ram.c';
/** Where nobody can say more than that it was a record of RAM. */
const inRam: NonNullable<KnownError['place']> = (document) => at.sectionNamed(document, ['ram']);

export const COMMAND_ERRORS: readonly KnownError[] = [
  {
    id: 'return-path-open',
    pattern: /^CMD_OPEN_RETURN_PATH called when RP already open$/,
    where: COMMAND,
    check: 'The return path was opened a second time.',
    cause: 'The command stands twice in the stream: damage, or two streams one behind the other.',
    place: at.command('OPEN_RETURN_PATH'),
  },
  {
    id: 'ping-without-path',
    pattern: /^CMD_PING \(0x([0-9a-f]+)\) received with no return path$/,
    where: COMMAND,
    check: 'A ping came before the return path was opened.',
    cause: 'The command that opens the return path was lost, or the stream is read from a file, which has no way back.',
    place: at.command('PING'),
  },
  {
    id: 'postcopy-advise',
    pattern:
      /^(?:CMD_POSTCOPY_ADVISE invalid length \((\d+)\)|RAM postcopy is (?:disabled but have 16|enabled but have 0) byte advise)$/,
    where: 'migration/savevm.c loadvm_postcopy_handle_advise()',
    check: 'The advice that postcopy may follow does not fit what the destination has on.',
    cause: 'The capability postcopy-ram is on at one side only: set it on both, before the migration begins.',
    place: at.command('POSTCOPY_ADVISE'),
  },
  {
    id: 'postcopy-page-sizes',
    pattern: /^Postcopy needs matching (?:RAM|target) page sizes \(s=([0-9a-f]+) d=([0-9a-f]+)\)$/,
    where: 'migration/savevm.c loadvm_postcopy_handle_advise()',
    check: 'Both sides’ page sizes differ, and postcopy places whole pages.',
    cause: 'Huge pages at one side only, or of another size: use the same memory backend on both.',
    place: at.command('POSTCOPY_ADVISE'),
  },
  {
    id: 'postcopy-state',
    pattern: /^CMD_(POSTCOPY_\w+) in wrong postcopy state \((\d+)\)$/,
    where: 'migration/savevm.c loadvm_postcopy_handle_listen(), …_run()',
    check: 'The steps of postcopy (advise, discard, listen, run) came in another order.',
    cause: 'A command was lost or stands twice; state 0 means that no advise came before.',
    place: (document, [name]) => at.command(name ?? '')(document, []),
  },
  {
    id: 'postcopy-discard',
    pattern: /^CMD_POSTCOPY_RAM_DISCARD (?:invalid length|invalid version|missing nil) \((\d+)\)$/,
    where: 'migration/savevm.c loadvm_postcopy_ram_handle_discard()',
    check: 'The body of a discard command is not of the form that it must have.',
    cause: 'Damage in the command, or a source of another version.',
    place: at.command('POSTCOPY_RAM_DISCARD'),
  },
  {
    id: 'discard-block',
    pattern: /^ram_discard_range: Failed to find block '(.*)'$/,
    where: `${RAM} ram_discard_range()`,
    check: 'Pages of a block were to be dropped that the destination does not have.',
    cause: 'A block of another name at the destination, though the block list was accepted: damage in the command.',
    place: at.command('POSTCOPY_RAM_DISCARD'),
  },
  {
    id: 'postcopy-listen',
    pattern: /^postcopy_ram_listen_thread: loadvm failed: (-?\d+)$/,
    where: 'migration/savevm.c postcopy_ram_listen_thread()',
    check: 'What came after the switch to postcopy could not be loaded.',
    cause:
      'The connection broke or the rest is damaged. The guest already runs at the destination: without the rest it is lost.',
    place: at.command('POSTCOPY_LISTEN'),
  },
  {
    id: 'postcopy-resume',
    pattern: /^loadvm_postcopy_handle_resume: illegal resume received$/,
    where: 'migration/savevm.c loadvm_postcopy_handle_resume()',
    check: 'A postcopy migration was to go on that had not been interrupted.',
    cause: 'migrate with resume=true against a destination that is not in postcopy-paused.',
    place: at.command('POSTCOPY_RESUME'),
  },
  {
    id: 'bitmap-command',
    pattern: /^loadvm_handle_recv_bitmap: invalid payload length \((\d+)\)$/,
    where: 'migration/savevm.c loadvm_handle_recv_bitmap()',
    check: 'The block name in the command that asks for a bitmap does not fill its body.',
    cause: 'Damage in the command.',
    place: at.command('RECV_BITMAP'),
  },
  {
    id: 'package-size',
    pattern:
      /^(?:Unreasonably large packaged state: (\d+)|CMD_PACKAGED: Buffer receive fail ret=(-?\d+) length=(-?\d+))$/,
    where: 'migration/savevm.c loadvm_handle_cmd_packaged()',
    check: 'The package of device states is longer than what is allowed, or than what came.',
    cause: 'The stream ended inside the package, or its length is damaged.',
    place: at.command('PACKAGED'),
  },
  {
    id: 'no-id-string',
    pattern: /^Unable to read ID string for section (\d+)$/,
    where: 'migration/savevm.c qemu_loadvm_section_start_full()',
    check: 'A section’s name is empty or could not be read.',
    cause: 'The stream ends in the section’s header, or the length before the name is damaged.',
    place: at.sectionOfId,
  },
  {
    id: 'section-header-cut',
    pattern:
      /^qemu_loadvm_section_(?:start_full: Failed to read instance\/version ID|part_end: Failed to read section ID): (-?\d+)$/,
    where: 'migration/savevm.c qemu_loadvm_section_start_full(), …_part_end()',
    check: 'The header of a section could not be read to its end.',
    cause: 'The stream ends there: the source stopped, or the connection broke. Look at the source’s log.',
    place: at.atEnd,
  },
  {
    id: 'allocation',
    pattern: /^(?:GLib: )?\S*gmem\.c:\d+: failed to allocate (\d+) bytes$/,
    where: 'migration/savevm.c configuration_pre_load(), glib gmem.c',
    check: 'More memory was asked for than there is, and QEMU ended by a signal.',
    cause: 'A length in the stream is damaged: in the configuration section it is that of the machine’s name.',
    place: at.machineName,
  },
  {
    id: 'continue-without-block',
    pattern: /^Ack, bad migration stream!$/,
    where: `${RAM} ram_block_from_stream()`,
    check: 'A page record says "the same block as before", and there was none.',
    cause: 'Damage in the record’s flags (CONTINUE, 0x20), or the record before it was lost.',
    place: inRam,
  },
  {
    id: 'compressed-page',
    pattern:
      /^(?:Received an unexpected compressed page|Invalid compressed data length: (-?\d+)|decompress data failed)$/,
    where: `${RAM} ram_load_precopy()`,
    check: 'A page came compressed, and the destination does not expect it so, or cannot unpack it.',
    cause:
      'The capability compress is on at the source only, QEMU 9.1 or newer no longer has it, or the record is damaged.',
    place: inRam,
  },
  {
    id: 'xbzrle',
    pattern: /^Failed to (?:load XBZRLE page - .+|decompress XBZRLE page at ([0-9a-f]+))$/,
    where: `${RAM} load_xbzrle(), ram_load_precopy()`,
    check: 'A page that came as a difference to its old form could not be put together.',
    cause: 'Damage in the record; or the old form is another one here, because a record before it was lost.',
    place: inRam,
  },
  {
    id: 'mapped-ram',
    pattern:
      /^(?:Could not read whole mapped-ram migration header .+|Migration mapped-ram capability version not supported .+|Error reading ramblock .+ pages, region has bad alignment|Error reading dirty bitmap|page outside of ramblock .+ range|Unexpected RAM flags: (\d+))$/,
    where: `${RAM} parse_ramblock_mapped_ram(), read_ramblock_mapped_ram()`,
    check: 'A block of a mapped-ram file is not where or how its header says.',
    cause: 'The file was cut or copied by something that does not keep offsets, or mapped-ram is on at one side only.',
    place: inRam,
  },
  {
    id: 'ram-too-large',
    pattern: /^Size too large: (.+?): (0x[0-9a-f]+) > (0x[0-9a-f]+): (.+)$/,
    where: 'system/physmem.c qemu_ram_resize()',
    check: 'A block that can grow was to become larger than its limit at the destination.',
    cause: 'Larger firmware tables or another ROM file at the source than a machine of the destination allows.',
    place: at.ramBlock,
  },
];
