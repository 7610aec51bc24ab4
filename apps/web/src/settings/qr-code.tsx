import qrcode from 'qrcode-generator';

/** The empty border that readers look for (ISO/IEC 18004, 9.1), in modules. */
const QUIET_ZONE = 4;

/** Dark on light in either theme: many readers know no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const side = code.getModuleCount() + 2 * QUIET_ZONE;
  return (
    <svg class="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <path d={darkModules(code)} />
    </svg>
  );
}

function darkModules(code: QRCode): string {
  const indexes = Array.from({ length: code.getModuleCount() }, (_, index) => index);
  return indexes
    .flatMap((row) => indexes.filter((column) => code.isDark(row, column)).map((column) => squareAt(row, column)))
    .join('');
}

function squareAt(row: number, column: number): string {
  return `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
}
