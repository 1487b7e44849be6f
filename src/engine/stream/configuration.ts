// The configuration section as a vmstate (QEMU migration/savevm.c, vmstate_configuration): it follows its type byte
// without a section header, and says what both sides must agree on.
import { buffer, number, text, texts, type Vmstate, type WireState } from '../vmstate/description.ts';

/** Names of strategy `delta` and of `warm-reset` there: this project proposes both, no QEMU has them. */
export const DELTA = 'x-virtio-delta';
export const WARM_RESET = 'x-warm-reset';
export const PROPOSED_CAPABILITIES: readonly string[] = [DELTA, WARM_RESET];

export interface ConfigurationWire extends WireState {
  len: number;
  /** Machine type, e.g. `pc-i440fx-10.0`. */
  name: string;
  targetPageBits?: { targetPageBits: number };
  capabilities?: { capsCount: number; capabilities?: string[] };
  uuid?: { uuid: Uint8Array };
}

const subsection = (name: string, fields: Vmstate['fields']): Vmstate => ({
  name: `configuration/${name}`,
  versionId: 1,
  minimumVersionId: 1,
  fields,
});

export const configurationVmstate: Vmstate = {
  name: 'configuration',
  versionId: 1,
  minimumVersionId: 1,
  fields: [number('u32', 'len'), text('name', (own) => own.len as number, { before: 'configuration.name' })],
  subsections: [
    { key: 'targetPageBits', of: subsection('target-page-bits', [number('u32', 'target_page_bits')]) },
    {
      key: 'capabilities',
      of: subsection('capabilities', [
        number('u32', 'caps_count'),
        texts('capabilities', (own) => own.capsCount as number, { each: 'configuration.capability' }),
      ]),
    },
    { key: 'uuid', of: subsection('uuid', [buffer('uuid', 16)]) },
  ],
};
