// The look of a printed message, as text: the policy of its frame lets in no file.

export const printStyles = `
  @page { margin: 18mm 16mm; }
  html { color-scheme: light; }
  body { background: #fff; color: #111; font-size: 11pt; line-height: 1.5; }
  .organisation { color: #444; font-size: 9pt; margin: 0; }
  h1 { font-size: 15pt; line-height: 1.3; margin: 0 0 5mm; }
  article + article { border-top: 1.5pt solid #111; margin-top: 8mm; padding-top: 4mm; }
  dl {
    border: 0.5pt solid #999; break-inside: avoid; display: grid; font-size: 9pt; gap: 1mm 4mm;
    grid-template-columns: max-content 1fr; margin: 0 0 5mm; padding: 3mm;
  }
  dt { color: #444; }
  dd { margin: 0; overflow-wrap: anywhere; }
  .text { isolation: isolate; overflow-wrap: anywhere; position: relative; }
  footer { border-top: 0.5pt solid #999; break-inside: avoid; color: #444; font-size: 8pt; margin-top: 8mm; }
  footer p { margin: 2mm 0 0; }
`;
