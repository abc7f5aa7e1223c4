// What a message may be made of. Everything else is dropped, its text kept. No forms, no media, no foreign markup, no names (a
// named element can stand in front of a property of the document), no addresses but those checked one by one.

import type { Config } from "dompurify";

/** Those whose values are no addresses. */
const PLAIN_ATTRIBUTES = (
  "abbr align alt bgcolor border cellpadding cellspacing class color cols colspan dir face headers height hspace id lang " +
  "noshade nowrap reversed rowspan rules scope size span start style summary text title type valign value vspace width"
).split(" ");

export const allowedHtml: Config = {
  ALLOWED_TAGS: (
    "a abbr acronym address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em " +
    "figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strike " +
    "strong style sub sup table tbody td tfoot th thead time tr tt u ul var wbr #text"
  ).split(" "),
  ALLOWED_ATTR: [...PLAIN_ATTRIBUTES, "href", "src"],
  // DOMPurify would otherwise ask of every value that it be an allowed address.
  ADD_URI_SAFE_ATTR: PLAIN_ATTRIBUTES,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|#|data:image\/(?:png|gif|jpe?g|webp|bmp);base64,)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  SANITIZE_DOM: true,
  KEEP_CONTENT: true,
  FORCE_BODY: true,
  WHOLE_DOCUMENT: true,
  RETURN_DOM_FRAGMENT: true,
};
