// Pointer and wheel on the timeline: wheel and pinch zoom at the pointer; sideways wheel, middle button, Shift or one
// finger pan; dragging in the lanes marks a stretch; the row of phases and the cursor's line move the cursor.
import { useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import type { Axis } from './axis.ts';
import { GUTTER, pan, zoom, type Range } from './axis.ts';
import { brushed, CLICK, zoneAt, type Zone } from './zones.ts';

export interface GestureTarget {
  readonly axis: Axis;
  readonly whole: Range;
  readonly least: number;
  readonly here: number;
  readonly range: Range | null;
  readonly setView: (view: Range) => void;
  readonly setRange: (range: Range | null) => void;
  readonly moveTo: (value: number) => void;
  readonly click: (x: number, y: number) => void;
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
}

interface Drag {
  readonly zone: Zone | { readonly kind: 'pan' };
  readonly x: number;
  readonly y: number;
  readonly axis: Axis;
  hasMoved: boolean;
}

const CURSORS: Readonly<Record<Zone['kind'], string>> = {
  'overview-edge': 'ew-resize',
  'overview-frame': 'grab',
  overview: 'crosshair',
  cursor: 'col-resize',
  'range-edge': 'ew-resize',
  lanes: 'crosshair',
};

export function useGestures(box: RefObject<HTMLElement | null>, target: GestureTarget) {
  const latest = useRef(target);
  useEffect(() => {
    latest.current = target;
  });
  const drag = useRef<Drag | null>(null);
  const fingers = useRef(new Map<number, number>());
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { axis, whole, least, setView } = latest.current;
      // Lines and pages, as Firefox counts a mouse's wheel, in pixels.
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const sideways = (event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX) * unit;
      const upright = event.shiftKey ? 0 : event.deltaY * unit;
      const length = axis.view.to - axis.view.from;
      if (Math.abs(sideways) > Math.abs(upright))
        return setView(pan(axis.view, whole, (sideways / axis.plot) * length));
      const x = Math.max(GUTTER, event.clientX - element.getBoundingClientRect().left);
      // A pinch on a touchpad comes as a wheel with Control, in smaller steps.
      setView(zoom(axis.view, whole, axis.position(x), 2 ** (upright / (event.ctrlKey ? 60 : 240)), least));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);

  const place = (event: PointerEvent): { x: number; y: number } => {
    const rect = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };

  const move = (x: number, y: number): void => {
    const held = drag.current;
    const { whole, least, range, setView, setRange, moveTo } = latest.current;
    if (!held) return;
    if (Math.abs(x - held.x) > CLICK || Math.abs(y - held.y) > CLICK) held.hasMoved = true;
    const { zone, axis } = held;
    const value = axis.value(Math.max(GUTTER, Math.min(GUTTER + axis.plot, x)));
    if (zone.kind === 'cursor') moveTo(value);
    else if (!held.hasMoved) return;
    else if (zone.kind === 'pan')
      setView(pan(axis.view, whole, ((held.x - x) / axis.plot) * (axis.view.to - axis.view.from)));
    else if (zone.kind === 'lanes') setRange({ from: axis.value(Math.max(GUTTER, held.x)), to: value });
    else if (zone.kind === 'range-edge' && range) {
      setRange(zone.end === 'from' ? { from: value, to: range.to } : { from: range.from, to: value });
      const hasCrossed = zone.end === 'from' ? value > range.to : value < range.from;
      if (hasCrossed)
        drag.current = { ...held, zone: { kind: 'range-edge', end: zone.end === 'from' ? 'to' : 'from' } };
    } else setView(brushed(zone, axis, whole, held.x, x, least));
  };

  return {
    isDragging: (): boolean => drag.current !== null,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { x, y } = place(event);
      const now = latest.current;
      if (event.pointerType === 'touch') fingers.current.set(event.pointerId, x);
      const isPan = event.shiftKey || event.button === 1 || (event.pointerType === 'touch' && y >= 40);
      if (event.button === 1) event.preventDefault();
      const zone: Drag['zone'] = isPan ? { kind: 'pan' } : zoneAt(now, x, y);
      drag.current = { zone, x, y, axis: now.axis, hasMoved: false };
      if (zone.kind === 'cursor') now.moveTo(now.axis.value(Math.max(GUTTER, x)));
      now.leave();
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = place(event);
      const held = fingers.current;
      if (held.has(event.pointerId) && held.size === 2) {
        const { axis, whole, least, setView } = latest.current;
        const other = [...held].find(([id]) => id !== event.pointerId)![1];
        const [before, after] = [Math.abs(other - held.get(event.pointerId)!), Math.abs(other - x)];
        held.set(event.pointerId, x);
        drag.current = null;
        if (before > 4 && after > 4)
          setView(zoom(axis.view, whole, axis.position((other + x) / 2), before / after, least));
        return;
      }
      if (held.has(event.pointerId)) held.set(event.pointerId, x);
      if (drag.current) return move(x, y);
      event.currentTarget.style.cursor = CURSORS[zoneAt(latest.current, x, y).kind];
      latest.current.hover(x, y);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      fingers.current.delete(event.pointerId);
      const held = drag.current;
      drag.current = null;
      if (held && !held.hasMoved && held.zone.kind !== 'cursor' && held.y >= 20) latest.current.click(held.x, held.y);
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => {
      fingers.current.delete(event.pointerId);
      drag.current = null;
    },
    onPointerLeave: () => latest.current.leave(),
  };
}
