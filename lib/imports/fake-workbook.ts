import { crc32, deflateRawSync } from 'node:zlib';

type Part = { name: string; text: string | Buffer; claims?: number };

/** A ZIP file of these parts, as spreadsheets write it; `claims` is a size an entry only says it has. */
export function zipOf(parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, claims } of parts) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(plain), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(claims ?? plain.length, 8);
    const lengths = Buffer.from([name.length, 0, 0, 0]);
    const local = Buffer.concat([LOCAL, sizes, lengths, Buffer.from(name), packed]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(at);
    directory.push(Buffer.concat([ENTRY, sizes, lengths, Buffer.alloc(10), place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** A workbook whose only sheet has this inside `sheetData`; strings and one date style included. */
export const workbook = (sheetData: string, strings: string[] = []): Buffer =>
  zipOf([
    {
      name: 'xl/workbook.xml',
      text: '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId7"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: '<Relationships><Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>',
    },
    {
      name: 'xl/sharedStrings.xml',
      text: `<sst>${strings.map((s) => `<si><r><t>${s}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/styles.xml',
      text: '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    },
    {
      name: 'xl/worksheets/first.xml',
      text: `<x:worksheet xmlns:x="x"><x:sheetData>${sheetData}</x:sheetData></x:worksheet>`,
    },
  ]);

const LOCAL = Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
const ENTRY = Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
