/**
 * The document as Colab's server sends it: almost empty, the page's code builds everything later. One nonce a response,
 * in a header only; no `unsafe-eval`.
 */
export function shellDocument(nonce: string, options: { language: string; globals: Record<string, unknown> }): string {
  const globals = Object.entries(options.globals)
    .map(([name, value]) => `var ${name} = ${JSON.stringify(value).replaceAll('<', '\\u003c')};`)
    .join('\n');
  return `<!doctype html>
<html lang="${options.language}"><head>
<meta charset="utf-8">
<meta name="referrer" content="origin">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Google Colab</title>
<script nonce="${nonce}">
document.addEventListener('keydown', function (event) {
  if (event.key === 'Escape') { event.stopPropagation(); event.preventDefault(); }
});
${globals}
</script>
</head><body><div class="onegoogle"></div><div class="scripts">
<script nonce="${nonce}" src="/static/monaco/vs/loader.js"></script>
<script nonce="${nonce}" src="/static/external_binary.js"></script>
</div><div ng-non-bindable=""></div><div class="gb_T" ng-non-bindable=""><div class="gb_Rc"></div></div></body></html>
`;
}

/** The policy that was seen on the page: a nonce with `strict-dynamic`, the rest for old browsers only. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'report-sample' https: http: 'unsafe-inline'`,
    "object-src 'none'",
    "base-uri 'self'",
    "worker-src 'self' blob:",
  ].join('; ');
}

/** The document of an output frame, on its own host. The page's code tells it what to show. */
export const OUTPUT_FRAME = `<!doctype html>
<html><head><meta charset="utf-8"><script defer src="/outputframe.js"></script></head>
<body><div id="output-area"><span id="output-header"></span><div id="output-body"></div><span id="output-footer"></span></div></body></html>
`;
