// The machine of our measurements, and the address-space rebuilds that were traced while reference streams were loaded.
import { useLab } from './use-lab.ts';
import css from './lab.module.css';

const MACHINE: readonly (readonly [string, string])[] = [
  ['QEMU', '10.0.13; RFC: with its six patches'],
  ['Guest', 'pc, 32 MiB, 4 queue pairs'],
  ['Link', 'unix socket, one 2-core host'],
  ['Backend', 'tap, no vhost; qtest'],
  ['Devices', 'VGA, serial, SCSI, virtio-net'],
  ['Sessions', '4: 10, 12, 15, 20 runs, interleaved'],
  ['Source', 'vmstate_downtime_load'],
];

export function MeasuredMachine() {
  const rebuilds = useLab((state) => state.measured?.rebuilds);
  return (
    <>
      <div className={css.group}>
        <h3>Machine</h3>
        <dl className={css.facts}>
          {MACHINE.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {rebuilds && (
        <div className={css.group}>
          <h3>Address-space rebuilds, measured</h3>
          <table className={css.table}>
            <thead>
              <tr>
                <th>reference stream</th>
                <th>START</th>
                <th>FULL</th>
              </tr>
            </thead>
            <tbody>
              {rebuilds.map(([name, start, full]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{start < 0 ? '—' : start}</td>
                  <td>{full}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={css.note}>
            Loading PCI config space maps the BARs. With INIT_STATE that happens in START, outside the window.
          </p>
        </div>
      )}
    </>
  );
}
