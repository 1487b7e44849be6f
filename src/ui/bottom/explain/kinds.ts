// Explanations of spans that have no field name of their own: by kind, and sections by type.
import { SpanKind } from '../../../engine/capture/spans.ts';
import type { Words } from './types.ts';

const SAVEVM = 'migration/savevm.c';

/** Kind in a few words, then the explanation. */
export const KINDS: Readonly<Record<number, readonly [what: string, ...Words]>> = {
  [SpanKind.Header]: [
    'file header',
    `${SAVEVM} qemu_savevm_state_header()`,
    'Magic and version: the eight bytes that every migration stream begins with. The destination reads them before anything else. Without them any file could be fed to the device loaders.',
  ],
  [SpanKind.Configuration]: [
    'configuration section',
    `${SAVEVM} vmstate_configuration`,
    'Machine type and the capabilities that both sides must share; it has no section header. It is checked before any device is loaded. Without it a difference of the machines would show as damage in some device.',
  ],
  [SpanKind.Command]: [
    'command',
    `${SAVEVM} qemu_savevm_command_send()`,
    'A message to the destination between two sections. 11 announces the switch before the last pass; most others belong to postcopy. Without it both sides could agree on nothing while the stream runs.',
  ],
  [SpanKind.Eof]: [
    'end mark',
    `${SAVEVM} QEMU_VM_EOF`,
    'A zero where a section’s type could stand: nothing more is loaded. Only the description may follow. Without it the destination would wait for the next section until the connection ends.',
  ],
  [SpanKind.Description]: [
    'description',
    `${SAVEVM} qemu_savevm_state_complete_precopy_non_iterable()`,
    'JSON that names every described field with its size. A QEMU that loads reads over it; when it is missing it only says "Expected vmdescription section". Without it tools could not read devices that they do not know.',
  ],
  [SpanKind.Section]: [
    'section',
    `${SAVEVM} save_section_header()`,
    'State of one handler, between a header and a footer. Its type says when in the migration it was written. Without the frame one wrong byte would spoil all that follows.',
  ],
  [SpanKind.SectionHeader]: [
    'section header',
    `${SAVEVM} save_section_header()`,
    'Type and id; START and FULL also say whose state it is and in which version. PART and END rely on the id alone. Without it no handler could be found for the bytes behind it.',
  ],
  [SpanKind.Footer]: [
    'section footer',
    `${SAVEVM} save_section_footer()`,
    '0x7e and the section’s id once more. A payload that was read wrongly is noticed here: "Missing section footer", "Mismatched section id in footer". Without it the error would show in a section that is not to blame.',
  ],
  [SpanKind.Flag]: [
    'flag',
    SAVEVM,
    'A word that tells what follows in this section. A value that the handler does not know ends the load. Without it a handler could not send different things in one section.',
  ],
  [SpanKind.RamBlock]: [
    'RAM block',
    'migration/ram.c ram_save_setup()',
    'A block of guest memory by name and size. The destination must have the same blocks: "Unknown ramblock", "Size mismatch". Without the list the pages’ offsets would have no meaning.',
  ],
  [SpanKind.PageRun]: [
    'run of pages',
    'migration/ram.c save_normal_page()',
    'Pages with data: an offset with flags in its low bits, then 4,096 bytes each. A page that is dirtied again is sent again. Without them the guest would find zeros where its memory was.',
  ],
  [SpanKind.ZeroRun]: [
    'run of zero pages',
    'migration/ram.c save_zero_page()',
    'Pages that hold only zeros travel as nine bytes each: offset with flags, and the fill byte. Without the short form an idle guest’s memory would cross the link in full.',
  ],
  [SpanKind.MixedRun]: [
    'run of pages and zero pages',
    'migration/ram.c ram_save_target_page()',
    'Thousands of records in which pages with data and zero pages take turns every few pages; opened, it shows each of them. The low bits of a record’s offset say which it is. Without those flags the reader would not know whether a page or a fill byte follows.',
  ],
  [SpanKind.Vmstate]: [
    'structure',
    'migration/vmstate.c vmstate_save_state()',
    'Fields one after another, without tags: only their VMStateDescription tells them apart. Its version decides which fields are there. Without that agreement not one byte could be placed.',
  ],
  [SpanKind.Subsection]: [
    'subsection',
    'migration/vmstate.c vmstate_subsection_save()',
    'State that is sent only when its `needed` function says so. Its absence changes nothing at the destination, so it cannot clear what is there. Without it every new field would end compatibility with older QEMUs.',
  ],
  [SpanKind.Array]: [
    'array',
    'include/migration/vmstate.h VMSTATE_ARRAY',
    'Elements one after another; their number is fixed or stood in an earlier field. Empty ones are sent like all others. Without the agreed number the next field could not be found.',
  ],
  [SpanKind.Element]: [
    'element',
    'include/migration/vmstate.h VMSTATE_STRUCT_ARRAY',
    'One element of an array, its fields in order. It has no number of its own: its place says which it is. Without the one before it, it would be taken for that one.',
  ],
  [SpanKind.Opaque]: [
    'bytes',
    'migration/vmstate.c',
    'Bytes that nothing describes, or that damage has made unreadable. The reader found their end by the next footer. Without that they would hide the rest of the stream.',
  ],
  [SpanKind.Missing]: [
    'end of file',
    'migration/qemu-file.c qemu_get_byte()',
    'The file ends here, before the stream does. A destination would say "load of migration failed: Input/output error". Without what is missing the guest cannot start.',
  ],
};

export const SECTIONS: Readonly<Record<number, Words>> = {
  1: [
    `${SAVEVM} qemu_savevm_state_setup()`,
    'START: written once by every iterable handler in setup, while the guest runs. RAM sends its list of blocks, virtio-net-iterative its early state. Without it a PART has nothing to refer to: "Unknown savevm section".',
  ],
  2: [
    `${SAVEVM} qemu_savevm_state_iterate()`,
    'PART: one turn of the iteration, while the guest runs. RAM sends dirty pages until the rate limit or until none is left; other handlers have a turn only if RAM left some of the budget. Without them everything would have to be sent in the downtime.',
  ],
  3: [
    `${SAVEVM} qemu_savevm_state_complete_precopy_iterable()`,
    'END: the last part of an iterable handler, with the guest stopped. RAM sends the pages that are still dirty. Without it the destination would start with pages from before the stop.',
  ],
  4: [
    `${SAVEVM} vmstate_save()`,
    'FULL: the state of a device that does not iterate, with the guest stopped: all of it, but in the proposed strategy delta only what START and PART did not bring. The destination loads it inside the downtime. Without it that device starts as if just switched on.',
  ],
};
