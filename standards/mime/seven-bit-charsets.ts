// Two charsets that put East Asian text into seven bits and that no library here decodes: ISO-2022-KR (RFC 1557) and HZ
// (RFC 1843). Each is an eight-bit charset with the high bit taken off between marks.

/** EUC-KR of what is between SO and SI; the designator ESC $ ) C is left out. */
export function eucFromIso2022Kr(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  let length = 0;
  let isShifted = false;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at]!;
    if (octet === 0x0e || octet === 0x0f) isShifted = octet === 0x0e;
    else if (octet === 0x1b && octets[at + 1] === 0x24 && octets[at + 2] === 0x29) at += 3;
    else out[length++] = isShifted && octet > 0x20 ? octet | 0x80 : octet;
  }
  return out.subarray(0, length);
}

/** GBK of what is between "~{" and "~}"; "~~" is a tilde, and a tilde at the end of a line joins it to the next. */
export function gbkFromHz(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  let length = 0;
  let isShifted = false;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at]!;
    const next = octets[at + 1];
    if (octet === 0x7e && (next === 0x7b || next === 0x7d)) {
      isShifted = next === 0x7b;
      at++;
    } else if (octet === 0x7e && next === 0x7e && !isShifted) {
      out[length++] = octet;
      at++;
    } else if (octet === 0x7e && next === 0x0a && !isShifted) at++;
    else {
      // RFC 1843 §2: a line always ends in ASCII.
      if (octet === 0x0a) isShifted = false;
      out[length++] = isShifted && octet > 0x20 ? octet | 0x80 : octet;
    }
  }
  return out.subarray(0, length);
}
