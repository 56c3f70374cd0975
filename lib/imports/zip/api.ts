import 'server-only';
import { inflateRawSync } from 'node:zlib';

/** Opens one part of a ZIP file; null when there is none of that name. Throws on what is no plain ZIP. */
export type Unzip = (name: string) => string | null;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_ENTRIES = 500;
const STORED = 0;
const DEFLATED = 8;

/**
 * The parts of a ZIP file in memory. What an entry claims about its size is not believed: inflating stops at
 * `budget` bytes for all parts together, so a bomb ends as an error and not as memory (attack S52).
 */
export function openZip(file: Buffer, budget: number): Unzip {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || file.readUInt32LE(end) !== END) throw new Error('not a zip file');
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new Error('too many parts');
  const entries = new Map<string, { at: number; size: number; method: number }>();
  for (let i = 0, at = file.readUInt32LE(end + 16); i < count; i++) {
    if (file.readUInt32LE(at) !== ENTRY) throw new Error('broken directory');
    if (file.readUInt16LE(at + 8) & 1) throw new Error('encrypted');
    const nameLength = file.readUInt16LE(at + 28);
    entries.set(file.toString('utf8', at + 46, at + 46 + nameLength), {
      method: file.readUInt16LE(at + 10),
      size: file.readUInt32LE(at + 20),
      at: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  let left = budget;
  return (name) => {
    const entry = entries.get(name);
    if (!entry) return null;
    const start = entry.at + 30 + file.readUInt16LE(entry.at + 26) + file.readUInt16LE(entry.at + 28);
    const packed = file.subarray(start, start + entry.size);
    const bytes = unpack(packed, entry.method, left);
    left -= bytes.length;
    return new TextDecoder('utf-8').decode(bytes);
  };
}

function unpack(packed: Buffer, method: number, left: number): Buffer {
  if (method === STORED && packed.length <= left) return packed;
  if (method !== DEFLATED || left < 1) throw new Error('cannot unpack');
  return inflateRawSync(packed, { maxOutputLength: left });
}
