import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moved, wholeCrop, zoomed, type Crop } from './crop.js';

/** Of the square that is uploaded. */
export const SIDE = 512;
const KEY_STEP = 0.05;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

/** Draws the chosen square, and chooses another by keys, pointer and zoom. */
export function useCrop(picture: ImageBitmap) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const crop = useSignal<Crop>(wholeCrop(picture));
  const zoom = useSignal(1);
  useLayoutEffect(() => draw(canvas.current, picture, crop.value), [crop.value]);

  function move(dx: number, dy: number): void {
    crop.value = moved(crop.value, picture, dx, dy);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(...step);
  }

  function onPointerMove({ buttons, movementX, movementY, currentTarget }: PointerEvent): void {
    const side = (currentTarget as HTMLElement).clientWidth;
    if (buttons === 1) move(-movementX / side, -movementY / side);
  }

  function onZoom({ currentTarget }: { currentTarget: HTMLInputElement }): void {
    zoom.value = currentTarget.valueAsNumber;
    crop.value = zoomed(crop.value, picture, zoom.value);
  }

  return { canvas, zoom: zoom.value, onZoom, onKeyDown, onPointerMove };
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, { x, y, size }: Crop): void {
  const context = canvas?.getContext('2d');
  context?.clearRect(0, 0, SIDE, SIDE);
  context?.drawImage(picture, x, y, size, size, 0, 0, SIDE, SIDE);
}
