/** A static PIX charge as its BR Code: no provider, no notice of payment (channels.md section 10). */
type PixCharge = {
  /** CPF, CNPJ, e-mail, +55 phone or random key, in the registry's form: see `parsePixKey` of resellers. */
  key: string;
  /** Receiver, cut at 25 letters; city, cut at 15. */
  name: string;
  city: string;
  /** Centavos; null leaves the amount open. */
  amountCents: number | null;
  /** Up to 25 letters and digits; anything else becomes `***`. */
  txid: string;
};

/** The copy-and-paste text of a charge; its QR is the same text. */
export function brCode(charge: PixCharge): string {
  const account = tlv('00', 'br.gov.bcb.pix') + tlv('01', charge.key);
  const body =
    tlv('00', '01') +
    tlv('26', account) +
    tlv('52', '0000') +
    tlv('53', '986') +
    (charge.amountCents === null ? '' : tlv('54', (charge.amountCents / 100).toFixed(2))) +
    tlv('58', 'BR') +
    tlv('59', plain(charge.name, 25)) +
    tlv('60', plain(charge.city, 15)) +
    tlv('62', tlv('05', /^[A-Za-z0-9]{1,25}$/.test(charge.txid) ? charge.txid : '***'));
  return `${body}6304${crc16(`${body}6304`)}`;
}

/** CRC-16/CCITT-FALSE over ASCII, upper-case hex. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

const tlv = (id: string, value: string) => `${id}${String(value.length).padStart(2, '0')}${value}`;

/** ASCII without accents: readers of the code know nothing else. */
const plain = (text: string, max: number): string =>
  text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, max)
    .trim() || 'RECEBEDOR';
