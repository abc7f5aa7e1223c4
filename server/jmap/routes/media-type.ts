// Media types that clients name: what may be repeated in a header.

const mediaType =
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[\w !#$&^.+:;,()-]*"))*$/;

export function isMediaType(value: string): boolean {
  return value.length <= 255 && mediaType.test(value);
}
