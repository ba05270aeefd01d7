/**
 * Where to go after log-in. Only a path of this site: `//evil.example` and
 * `/\evil.example` are other sites to a browser.
 */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !hasControl(next) ? next : '/'
}

// Browsers drop tabs and line breaks from URLs, so `/\t/evil.example` is `//evil.example`.
function hasControl(text: string) {
  return [...text].some((character) => character < ' ')
}
