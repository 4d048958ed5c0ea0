/** The origins an app may have (tvx.md, The window protocol). */
export function mayBeApp(origin: string): boolean {
  return (
    origin === 'null' ||
    /^https?:\/\/msx\.benzac\.de$/.test(origin) ||
    /^http:\/\/localhost(:|$)/.test(origin) ||
    origin.indexOf('file://') === 0 ||
    origin === 'ms-appx://52357benzac.de.mediastationx'
  );
}
