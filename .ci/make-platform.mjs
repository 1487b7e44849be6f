// Makes src/engine/machine/platform-pc.json and platform-pc-description.json: the sections of every device but RAM and the NIC, as a captured stream of
// QEMU 10.0 (machine pc, stub firmware) holds them, with their part of the description JSON. Run it by hand:
//   node .ci/make-platform.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const NAME = 'q10-baseline';
const bytes = gunzipSync(readFileSync(`src/fixtures/streams/${NAME}.bin.gz`));
const layout = readFileSync(`src/fixtures/streams/${NAME}.layout.txt`, 'utf8').trimEnd().split('\n');

/** Hex with runs of four or more zero bytes as `*count;`. */
function pack(payload) {
  return payload.toString('hex').replace(/(?:00){4,}/g, (run, at) => (at % 2 === 0 ? `*${run.length / 2};` : run));
}

const rows = layout.map((line) =>
  /^(0x[0-9a-f]+) (\w+)\s+len (\d+)\s+(?:id (\d+)\s+(\S+)\s+inst (\d+) ver (\d+) hdr (\d+) payload (\d+))?/.exec(line),
);
const at = Number(/^(0x[0-9a-f]+) VMDESC/m.exec(layout.join('\n'))[1]);
const json = JSON.parse(bytes.subarray(at + 5).toString());
const sections = rows
  .filter((row) => row?.[2] === 'FULL' && row[4] !== undefined)
  .map((row) => {
    const [, start, , , sectionId, idstr, instanceId, versionId, header, payload] = row;
    const from = Number(start) + Number(header);
    const device = json.devices.find((entry) => entry.name === idstr && entry.instance_id === Number(instanceId));
    return {
      sectionId: Number(sectionId),
      idstr,
      instanceId: Number(instanceId),
      versionId: Number(versionId),
      payload: idstr.endsWith('/virtio-net') ? '' : pack(bytes.subarray(from, from + Number(payload))),
      device: idstr.endsWith('/virtio-net') ? null : device,
    };
  });
const origin = `${NAME}: QEMU 10.0.13, machine pc-i440fx-10.0, stub firmware, recorded by this project`;
const write = (name, value) =>
  writeFileSync(`src/engine/machine/${name}.json`, `${JSON.stringify({ origin, ...value }, null, 1)}\n`);
write('platform-pc', { machine: 'pc-i440fx-10.0', sections: sections.map(({ device: _, ...section }) => section) });
write('platform-pc-description', { devices: sections.map(({ device }) => (device ? JSON.stringify(device) : '')) });
