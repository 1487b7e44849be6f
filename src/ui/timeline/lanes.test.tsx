// Lanes of the timeline: arranged by keys and by pointer, remembered, reset with the panels, in the room that there is.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { LANES_KEY, resetLayout } from '../app/panel-layout.ts';
import { hideLane, moveLane, pinLane, placeLane } from './lane-changes.ts';
import { LaneLabels } from './LaneLabels.tsx';
import { LaneList } from './LaneList.tsx';
import { arrangedLanes, arrangeLanes, LANES, lanesInRoom, lanesOf, laneTexts, withNotes } from './lanes.ts';

const designed = lanesOf([]);
const texts = (): readonly string[] => laneTexts(arrangedLanes());

afterEach(() => {
  cleanup();
  resetLayout();
});

describe('lanes as text', () => {
  it('there and back; as designed they are nothing', () => {
    expect(laneTexts(designed)).toEqual([]);
    const arranged = hideLane(pinLane(designed, 'guest RX'), 'link');
    expect(laneTexts(arranged)).toEqual([
      '+guest RX',
      'notes',
      'source sections',
      '-link',
      'destination loads',
      'guest TX',
      'dirty pages',
    ]);
    expect(lanesOf(laneTexts(arranged))).toEqual(arranged);
  });
  it('that is no lane, or said twice, is passed over; what is not named follows', () => {
    expect(lanesOf(['dirty pages', 'nothing', 'dirty pages']).map(({ name }) => name)).toEqual([
      'dirty pages',
      'notes',
      'source sections',
      'link',
      'destination loads',
      'guest RX',
      'guest TX',
    ]);
  });
});

describe('changes', () => {
  it('pin to the end of those that stay, and let go to the head of the others', () => {
    const two = pinLane(pinLane(designed, 'dirty pages'), 'link');
    expect(laneTexts(two).slice(0, 3)).toEqual(['+dirty pages', '+link', 'notes']);
    expect(laneTexts(pinLane(two, 'dirty pages')).slice(0, 3)).toEqual(['+link', 'dirty pages', 'notes']);
  });
  it('move by a place, not beyond the ends, nor out of those that stay', () => {
    expect(moveLane(designed, 'link', -1)[1]!.name).toBe('link');
    expect(laneTexts(moveLane(designed, 'notes', -1))).toEqual([]);
    const pinned = pinLane(designed, 'link');
    expect(moveLane(pinned, 'link', 1)).toEqual(pinned);
    expect(placeLane(designed, 'notes', 6).map(({ name }) => name)).toEqual([...LANES.slice(1), 'notes']);
  });
});

describe('the room', () => {
  it('shows those that stay and a window of the others', () => {
    const lanes = withNotes(pinLane(hideLane(designed, 'link'), 'dirty pages'), false);
    expect(lanesInRoom(lanes, 4, 0)).toEqual({
      names: ['dirty pages', 'source sections', 'destination loads', 'guest RX'],
      pinned: 1,
      above: 0,
      below: 1,
    });
    expect(lanesInRoom(lanes, 4, 9)).toEqual({
      names: ['dirty pages', 'destination loads', 'guest RX', 'guest TX'],
      pinned: 1,
      above: 1,
      below: 0,
    });
    const many = LANES.slice(0, 6).reduce(pinLane, designed);
    expect(lanesInRoom(many, 4, 0).names).toEqual(LANES);
  });
});

describe('the list of lanes', () => {
  const box = (name: string): HTMLElement => screen.getByRole('checkbox', { name });
  it('hides, pins and moves by keys, and says so in the storage until the layout is reset', () => {
    render(<LaneList first="link" />);
    expect(document.activeElement).toBe(box('link'));
    fireEvent.keyDown(box('link'), { key: 'Delete' });
    fireEvent.keyDown(box('guest TX'), { key: 'p' });
    fireEvent.keyDown(box('guest RX'), { key: 'ArrowDown', altKey: true });
    const all = ['+guest TX', 'notes', 'source sections', '-link', 'destination loads', 'dirty pages', 'guest RX'];
    expect(texts()).toEqual(all);
    expect(localStorage.getItem(LANES_KEY)).toBe(all.join());
    expect(box('link')).toHaveProperty('checked', false);
    fireEvent.keyDown(box('guest TX'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(box('notes'));
    act(resetLayout);
    expect(texts()).toEqual([]);
    expect(localStorage.getItem(LANES_KEY)).toBeNull();
    expect(box('link')).toHaveProperty('checked', true);
  });
  it('by pointer does the same', () => {
    render(<LaneList first={null} />);
    fireEvent.click(box('guest RX'));
    fireEvent.click(screen.getByRole('button', { name: 'Keep dirty pages in view' }));
    fireEvent.click(screen.getByRole('button', { name: 'Move link up' }));
    expect(texts()).toEqual([
      '+dirty pages',
      'notes',
      'link',
      'source sections',
      'destination loads',
      '-guest RX',
      'guest TX',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'as designed' }));
    expect(texts()).toEqual([]);
  });
});

describe('the names under the pointer', () => {
  it('scroll what does not fit, and open the list at a lane', () => {
    const opened: string[] = [];
    const scrolled: number[] = [];
    const shown = lanesInRoom(withNotes(arrangedLanes(), false), 4, 1);
    render(<LaneLabels shown={shown} scrollTo={(to) => scrolled.push(to)} open={(name) => opened.push(name)} />);
    fireEvent.click(screen.getByRole('button', { name: 'Scroll the lanes: 1 above' }));
    fireEvent.click(screen.getByRole('button', { name: 'Scroll the lanes: 1 below' }));
    expect(scrolled).toEqual([0, 2]);
    fireEvent.wheel(screen.getByText('guest RX'), { deltaY: 80 });
    expect(scrolled).toEqual([0, 2, 2]);
    arrangeLanes(arrangedLanes());
    expect(opened).toEqual([]);
  });
});
