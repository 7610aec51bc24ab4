/** The square of a picture that is shown, in pixels of the picture. */
export interface Crop {
  x: number;
  y: number;
  size: number;
}

interface Size {
  width: number;
  height: number;
}

/** The largest square in the middle. */
export function wholeCrop({ width, height }: Size): Crop {
  const size = Math.min(width, height);
  return { x: (width - size) / 2, y: (height - size) / 2, size };
}

/** @param zoom 1 shows the largest square */
export function zoomed(crop: Crop, picture: Size, zoom: number): Crop {
  const size = Math.min(picture.width, picture.height) / zoom;
  const shift = (crop.size - size) / 2;
  return inside({ x: crop.x + shift, y: crop.y + shift, size }, picture);
}

/** @param dx, dy as parts of the square's side */
export function moved(crop: Crop, picture: Size, dx: number, dy: number): Crop {
  return inside({ ...crop, x: crop.x + dx * crop.size, y: crop.y + dy * crop.size }, picture);
}

function inside({ x, y, size }: Crop, { width, height }: Size): Crop {
  return { x: Math.min(Math.max(0, x), width - size), y: Math.min(Math.max(0, y), height - size), size };
}
