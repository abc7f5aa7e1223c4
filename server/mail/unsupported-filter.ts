/** A filter that asks for more than can be worked out in bounded time; the message says what, for the client's developer. */
export class UnsupportedFilter extends Error {
  override readonly name = "UnsupportedFilter";
}
