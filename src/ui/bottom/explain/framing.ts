// Explanations of the stream's framing: file header, configuration, section headers and footers, commands, description.
import type { WordTable } from './types.ts';

const HEADER = 'migration/savevm.c qemu_savevm_state_header()';
const CONFIG = 'migration/savevm.c vmstate_configuration';
const START = 'migration/savevm.c save_section_header()';
const SUB = 'migration/vmstate.c vmstate_subsection_save()';
const COMMAND = 'migration/savevm.c qemu_savevm_command_send()';
const DESC = 'migration/savevm.c qemu_savevm_state_complete_precopy_non_iterable()';
const LIBVIRT = 'libvirt src/qemu/qemu_saveimage.h struct virQEMUSaveHeader';

export const FRAMING: WordTable = {
  magic: [
    HEADER,
    'Four bytes that every migration stream begins with: "QEVM". A destination that reads anything else says "Not a migration stream" and stops. Without them a wrong file would be taken for device state.',
  ],
  version: [
    HEADER,
    'Version of the stream format, 3 since 2009; 2 is refused as obsolete. It covers the framing only: each section and vmstate has a version of its own. Without it an older framing would be read as garbage.',
  ],
  type: [
    'migration/savevm.c qemu_loadvm_state_main()',
    'Tells what follows: 1 START, 2 PART, 3 END, 4 FULL, 6 description, 7 configuration, 8 command, 0 the end. The load loop switches on this byte, and "Unknown savevm section type" is its default branch. Without it no reader would know which header comes next.',
  ],
  len: [
    'migration/savevm.c',
    'How many bytes of text or data follow, big-endian. The reader allocates and takes exactly so many. A wrong length shifts everything behind it, and the next check that fails names something that is not the cause.',
  ],
  'configuration/name': [
    CONFIG,
    'The machine type of the source, such as pc-i440fx-10.0. The destination compares it with its own before it loads anything. Without it a machine with other devices would fail much later, in the middle of some section.',
  ],
  'configuration/len': [
    CONFIG,
    'Length of the machine type that follows; the text has no NUL. Its pre-load hook makes room for that many bytes. Without it the name could not be told from the subsections behind it.',
  ],
  'configuration/target-page-bits': [
    CONFIG,
    'Page size of the target as a power of two, sent only where a machine can choose it (Arm). The destination must have the same, because RAM records address pages. Without it pages would land at wrong addresses.',
  ],
  target_page_bits: [
    CONFIG,
    'Page size of the target as a power of two; the destination must have the same. Without it the offsets in RAM records would mean other pages.',
  ],
  'configuration/capabilities': [
    CONFIG,
    'Capabilities that both sides must have alike, by name. A source sends those that are on and matter to the format; the destination refuses a name that it does not know or has set otherwise. Without it a one-sided capability would show as a broken section.',
  ],
  capability: [
    CONFIG,
    'Name of a capability that is on at the source, with its length before it. The RFC adds virtio-iterative here, so a one-sided use fails at once: "Capability virtio-iterative is off, but received capability is on". Without it the destination would meet sections that no handler of its own expects.',
  ],
  capabilities: [
    CONFIG,
    'The capabilities as the source has set them, one text each. The destination checks each against its own setting. Without the list a difference would be found only when some section makes no sense.',
  ],
  caps_count: [
    CONFIG,
    'How many capability names follow. Without it the reader could not tell the last name from the next subsection.',
  ],
  'configuration/uuid': [
    CONFIG,
    'The UUID of the guest, sent only with the capability validate-uuid. The destination refuses another one. Without it a stream could be loaded into the wrong guest of a host with many.',
  ],
  uuid: [
    CONFIG,
    'Sixteen bytes of the guest UUID. The destination refuses another one when validate-uuid is on. Without it nothing ties a stream to a guest.',
  ],
  section_id: [
    START,
    'Number that ties START, PART, END and footer of one handler together. The source gives it out when the handler registers; the destination learns it from START or FULL. Without it a PART could not find its handler: "Unknown savevm section".',
  ],
  idstr_len: [
    START,
    'Length of the name that follows, one byte, so at most 255. The name has no NUL. Without it the name would run into the instance id.',
  ],
  idstr: [
    START,
    'Whose state this is; PCI devices put their qdev path before it (0000:00:03.0/virtio-net). The destination looks for a handler with this name and instance id. Without a match it says "Unknown savevm section or instance" and stops.',
  ],
  instance_id: [
    START,
    'Tells several handlers with the same name apart: the second i8259 is 1. With qdev paths in the name it is 0. Without it two equal devices would load each other’s state.',
  ],
  version_id: [
    START,
    'Version of the state that follows. The destination refuses one newer than its own (unsupported version) or older than the least it reads (too old for local minimum). Without it fields that were added later would be read from bytes that are not theirs.',
  ],
  QEMU_VM_SECTION_FOOTER: [
    'migration/savevm.c save_section_footer()',
    'The byte 0x7e. The destination expects it exactly where its handler stopped reading. Without it a handler that read a byte too many would be noticed only in the next section.',
  ],
  'footer/section_id': [
    'migration/savevm.c check_section_footer()',
    'The id of the section that ends here. When it is another one, the handler has read too much or too little: "Mismatched section id in footer". Without it a shifted read could go on into the next section.',
  ],
  subsection: [
    SUB,
    'The byte 5: a subsection follows. The loader peeks at this byte and at the name behind it; anything else ends the list. Without the mark an absent subsection could not be told from the next bytes.',
  ],
  name_len: [
    SUB,
    'Length of the name that follows, one byte. The loader checks that the name begins with the name of the parent and a slash. Without it the peek could not know how far to look.',
  ],
  name: [
    SUB,
    'Name of the subsection: the name of its parent, a slash, its own. The loader looks it up among those it knows. A name it does not know fails the load, because a source sends a subsection only when it matters.',
  ],
  command: [
    COMMAND,
    'Which message this is: 11 switchover start, 1 open return path, 2 ping, 3 to 6 and 9 postcopy, 7 a packaged stream, 10 the received bitmap. Commands stand between sections. Without command 11 a destination with the switchover acknowledgement would not know that the last pass begins.',
  ],
  data: [
    COMMAND,
    'The body of the command; its length stands before it and must be what the command prescribes. Switchover start has none, a ping carries a number that the answer repeats. Without the fixed length a damaged command would swallow the next section.',
  ],
  json: [
    DESC,
    'What every described section holds: names, types and sizes of the fields, in JSON. It is for tools; a QEMU that loads the stream reads over it. Without it the bytes of a device are known only to who has its source code.',
  ],
  data_len: [
    LIBVIRT,
    'Length of the domain XML behind this header, with the NULs that pad it; little-endian. The QEMU stream begins right after it. Without it the stream could not be found.',
  ],
  was_running: [
    LIBVIRT,
    'Whether the domain ran when it was saved. libvirt starts or leaves it paused at the restore accordingly. Without it every restored domain would have to be resumed by hand.',
  ],
  compressed: [
    LIBVIRT,
    'How the stream behind the XML is packed: 0 raw, 1 gzip, 2 bzip2, 3 xz, 4 lzop, 5 zstd. libvirt pipes it through that program. Without it a packed stream would be "Not a migration stream".',
  ],
  cookieOffset: [
    LIBVIRT,
    'Where in the XML block the driver’s private cookie begins. Without it libvirt would lose CPU model and other details it chose at the start.',
  ],
  'libvirt save image/magic': [
    LIBVIRT,
    'LibvirtQemudSave; while the image is being written it says LibvirtQemudPart. A restore refuses the latter. Without the difference a half-written image would be restored.',
  ],
  'libvirt save image/version': [
    LIBVIRT,
    'Version of this header, 2 since the cookie came, 3 since sparse images; little-endian. libvirt refuses a newer one. Without it the fields behind it could not be trusted.',
  ],
  xml: [
    LIBVIRT,
    'The domain as libvirt defined it, NUL padded. It builds the command line of the destination QEMU, so that the machine is the same. Without it the stream behind it has no machine to load into.',
  ],
};
