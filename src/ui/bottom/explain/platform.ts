// Explanations of the platform's devices: their fields come from the stream's own description, so a field is explained by
// the device that it belongs to. By the vmstate's name.
import type { WordTable } from './types.ts';

export const PLATFORM: WordTable = {
  timer: [
    'system/cpu-timers.c vmstate_timers',
    'The virtual clock and the tick counter of the machine. They are offsets against the host’s clock, set anew at the destination. Without them time in the guest would jump.',
  ],
  cpu_common: [
    'hw/core/cpu-system.c vmstate_cpu_common',
    'What every CPU has: halted or not, interrupts requested. The registers stand in the section after it. Without it a sleeping CPU would run, or a pending interrupt be lost.',
  ],
  cpu: [
    'target/i386/machine.c vmstate_x86_cpu',
    'All registers of one x86 CPU, in the order of its history: general, segment, control, FPU, MSRs, machine checks. Newer ones are subsections, sent when they are not at their reset value. Without it the guest has no place to go on.',
  ],
  'kvm-tpr-opt': [
    'hw/i386/vapic.c vmstate_vapic',
    'State of the patch that makes task-priority accesses of 32-bit Windows fast. Other guests leave it idle. Without it such a guest would jump into a ROM that is not set up.',
  ],
  apic: [
    'hw/intc/apic_common.c vmstate_apic_common',
    'The local interrupt controller of one CPU: priorities, pending and in-service interrupts, timer. Without it the guest would lose interrupts and its tick.',
  ],
  fw_cfg: [
    'hw/nvram/fw_cfg.c vmstate_fw_cfg',
    'Where the guest is in reading the firmware configuration. Only matters while firmware runs. Without it a boot under way would read the wrong item.',
  ],
  PCIHost: [
    'hw/pci/pci_host.c vmstate_pcihost',
    'The address register of PCI configuration access. Without it a guest stopped between address and data would access another device.',
  ],
  PCIBUS: [
    'hw/pci/pci.c vmstate_pcibus',
    'Interrupt levels of the bus, counted by line. Without it a shared line could stay up for ever.',
  ],
  I440FX: [
    'hw/pci-host/i440fx.c vmstate_i440fx',
    'The host bridge of machine pc: its config space and which of the BIOS area is RAM. Without it firmware areas would read as ROM.',
  ],
  dma: [
    'hw/dma/i8257.c vmstate_i8257',
    'The ISA DMA controller: addresses and counts of its channels. Only floppies and old sound cards use it. Without it a floppy transfer would go astray.',
  ],
  PIIX3: [
    'hw/isa/piix.c vmstate_piix3',
    'The ISA bridge of machine pc and its interrupt routing. Without it PCI interrupts would reach the wrong line.',
  ],
  i8259: [
    'hw/intc/i8259_common.c vmstate_pic_common',
    'One of the two old interrupt controllers. Linux uses it for little once the IOAPIC runs. Without it a guest without APIC hears no interrupt.',
  ],
  ioapic: [
    'hw/intc/ioapic_common.c vmstate_ioapic_common',
    'The IOAPIC: where each interrupt line goes. Without it devices without MSI could not interrupt.',
  ],
  hpet: [
    'hw/timer/hpet.c vmstate_hpet',
    'The high precision timer: counter and comparators. Without it a guest that ticks by it would stop.',
  ],
  mc146818rtc: [
    'hw/rtc/mc146818rtc.c vmstate_rtc',
    'Real-time clock and CMOS memory. Without it the guest’s wall clock and its boot order would be wrong.',
  ],
  i8254: [
    'hw/timer/i8254_common.c vmstate_pit_common',
    'The old interval timer. Without it a guest that calibrates or ticks by it would hang.',
  ],
  pcspk: [
    'hw/audio/pcspk.c vmstate_spk',
    'The speaker: on or off. Without it port 0x61 would read otherwise, which delays loops by it.',
  ],
  fdc: [
    'hw/block/fdc-isa.c vmstate_isa_fdc',
    'The floppy controller: registers, buffer, drives. Without it a command in progress would never end.',
  ],
  ps2kbd: [
    'hw/input/ps2.c vmstate_ps2_keyboard',
    'The keyboard: scan code set and keys that wait. Without it a key that is held would stay down.',
  ],
  ps2mouse: [
    'hw/input/ps2.c vmstate_ps2_mouse',
    'The mouse: rate, resolution, moves that wait. Without it packets would lose their step.',
  ],
  pckbd: [
    'hw/input/pckbd.c vmstate_kbd_isa',
    'The keyboard controller between both and the CPU. Without it a command byte under way would be lost.',
  ],
  vmmouse: [
    'hw/i386/vmmouse.c vmstate_vmmouse',
    'The absolute pointer of VMware’s interface. Without it the pointer would jump.',
  ],
  port92: [
    'hw/i386/port92.c vmstate_port92_isa',
    'The fast A20 gate. Without it the second megabyte could vanish for a guest in real mode.',
  ],
  ide: [
    'hw/ide/pci.c vmstate_ide_pci',
    'The IDE controller with its four drives’ registers and transfers. Requests are finished before the stop. Without it a guest would lose its IDE disks.',
  ],
  i2c_bus: [
    'hw/i2c/core.c vmstate_i2c_bus',
    'Address of the transfer under way on an I2C bus. Without it that transfer would fail.',
  ],
  piix4_pm: [
    'hw/acpi/piix4.c vmstate_acpi',
    'Power management of machine pc: ACPI timer, events, hot-plug. The footer of its section is where size differences between versions used to show. Without it the guest could not be powered down.',
  ],
  acpi_build: [
    'hw/i386/acpi-build.c vmstate_acpi_build',
    'Whether the guest’s firmware has read the ACPI tables. They are not rebuilt once it has. Without it a reboot would see tables of two hosts mixed.',
  ],
  globalstate: [
    'migration/global_state.c vmstate_globalstate',
    'What the guest was doing when the migration stopped it: running or paused. The destination starts it or leaves it paused accordingly. Without it a paused guest would run.',
  ],
  vga: [
    'hw/display/vga.c vmstate_vga_common',
    'Registers of the graphics card; its memory is a RAM block. Without it the screen would stay black until the guest draws anew.',
  ],
  'scsi-disk': [
    'hw/scsi/scsi-disk.c vmstate_scsi_disk_state',
    'A SCSI disk: sense data, tray, and the requests in flight, which the destination issues again. Without it a guest would wait for ever for these requests.',
  ],
  mch: [
    'hw/pci-host/q35.c vmstate_mch',
    'The host bridge of machine q35. Without it firmware areas and the MMCONFIG window would be wrong.',
  ],
  ICH9LPC: [
    'hw/isa/lpc_ich9.c vmstate_ich9_lpc',
    'The ISA bridge of machine q35 with its power management and watchdog. Without it the guest could not be powered down.',
  ],
  ich9_ahci: [
    'hw/ide/ich.c vmstate_ich9_ahci',
    'The SATA controller: ports, command slots, registers. Without it a guest would lose its SATA disks.',
  ],
  ich9_smb: [
    'hw/i2c/smbus_ich9.c vmstate_ich9_smbus',
    'The SMBus controller of machine q35. Without it a transfer under way would fail.',
  ],
};
