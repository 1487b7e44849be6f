// Makes src/engine/machine/platform-*.json: the sections of every device but RAM and the NIC, as captured streams of QEMU
// (stub firmware) hold them, each with its entry of the description JSON. Run it by hand:
//   node .ci/make-platform.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const CAPTURES = { 'pc-10.0': 'q10-baseline', 'pc-7.2': 'deb72-split-modern', 'q35-7.2': 'deb72-split-q35' };

/** Hex with runs of four or more zero bytes as `*count;`. */
function pack(payload) {
  return payload.toString('hex').replace(/(?:00){4,}/g, (run, at) => (at % 2 === 0 ? `*${run.length / 2};` : run));
}

for (const [name, capture] of Object.entries(CAPTURES)) make(name, capture);
// Devices beside the NIC, for every `pc`; they come after it.
make('neighbours', 'deb72-neighbours', /\/(vga|virtio-console|virtio-scsi|scsi-disk)$/);

function make(name, capture, wanted = /^/) {
  const bytes = gunzipSync(readFileSync(`src/fixtures/streams/${capture}.bin.gz`));
  const layout = readFileSync(`src/fixtures/streams/${capture}.layout.txt`, 'utf8').trimEnd().split('\n');
  const rows = layout
    .map((line) =>
      /^(0x[0-9a-f]+) (\w+)\s+len (\d+)\s+(?:id (\d+)\s+(\S+)\s+inst (\d+) ver (\d+) hdr (\d+) payload (\d+))?/.exec(
        line,
      ),
    )
    .filter((row) => row?.[4] !== undefined);
  const at = Number(/^(0x[0-9a-f]+) VMDESC/m.exec(layout.join('\n'))[1]);
  const json = JSON.parse(bytes.subarray(at + 5).toString());
  const machine = /machine=(\S+)/.exec(layout.join('\n'))[1];
  const ramSection = Number(rows.find((row) => row[5] === 'ram')[4]);
  const sections = rows
    .filter((row) => row[2] === 'FULL' && wanted.test(row[5]))
    .map((row) => {
      const [, start, , , sectionId, idstr, instanceId, versionId, header, payload] = row;
      const from = Number(start) + Number(header);
      const device = json.devices.find((entry) => entry.name === idstr && entry.instance_id === Number(instanceId));
      const isNic = idstr.endsWith('/virtio-net');
      return {
        sectionId: Number(sectionId),
        idstr: isNic ? '' : idstr,
        instanceId: Number(instanceId),
        versionId: Number(versionId),
        payload: isNic ? '' : pack(bytes.subarray(from, from + Number(payload))),
        device: isNic ? '' : JSON.stringify(device),
      };
    });
  const origin = `${capture}: QEMU, machine ${machine}, stub firmware, recorded by this project`;
  const data = { origin, machine: name === 'neighbours' ? name : machine, ramSection, sections };
  writeFileSync(`src/engine/machine/platform-${name}.json`, `${JSON.stringify(data, null, 1)}\n`);
}
