import { create } from 'qrcode';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/copy-button';

/** A PIX to scan or to copy. */
export function PixCode({ code, children }: { code: string; children?: ReactNode }) {
  return (
    <div className="mt-6 grid justify-items-center gap-4 border-t border-line pt-6">
      <p className="font-medium text-ink">Pague com PIX</p>
      <QrCode text={code} />
      {children && <p className="text-center text-muted">{children}</p>}
      <p className="w-full rounded-control bg-sunken p-3 font-mono text-xs break-all text-muted">{code}</p>
      <CopyButton text={code} label="Copiar código PIX" />
    </div>
  );
}

/** Black on white in both themes: readers need the contrast. */
function QrCode({ text }: { text: string }) {
  const { data, size } = create(text).modules;
  const dark = Array.from(data).flatMap((on, i) =>
    on ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : [],
  );
  return (
    <svg
      viewBox={`-2 -2 ${size + 4} ${size + 4}`}
      role="img"
      className="w-56 max-w-full rounded-card bg-white"
    >
      <title>QR code do PIX</title>
      <path d={dark.join('')} fill="black" shapeRendering="crispEdges" />
    </svg>
  );
}
