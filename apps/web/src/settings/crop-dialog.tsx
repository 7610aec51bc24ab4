import { useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../texts/index.js';
import { SIDE, useCrop } from './use-crop.js';

interface Props {
  picture: ImageBitmap;
  onDone: (image: Blob) => void;
  onCancel: () => void;
}

/** Cuts a picture to a square, here in the page: what is cut off is never sent. */
export function CropDialog({ picture, onDone, onCancel }: Props) {
  const { settings, dialog: words } = texts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const { canvas, zoom, onZoom, onKeyDown, onPointerMove } = useCrop(picture);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="crop-title" onClose={onCancel}>
      <h2 id="crop-title">{settings.cropTitle}</h2>
      <canvas
        ref={canvas}
        class="crop"
        width={SIDE}
        height={SIDE}
        tabIndex={0}
        role="img"
        aria-label={settings.crop}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
      />
      <label class="crop-zoom">
        {settings.zoom}
        <input type="range" min="1" max="4" step="0.05" value={zoom} onInput={onZoom} />
      </label>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onCancel}>
          {words.cancel}
        </button>
        <button type="button" class="button primary" onClick={() => void toBlob(canvas.current).then(onDone)}>
          {settings.usePicture}
        </button>
      </div>
    </dialog>
  );
}

function toBlob(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas?.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture cannot be encoded'))), 'image/png'),
  );
}
