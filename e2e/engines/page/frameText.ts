/** What a person reads on the MSX host's screen. */
export function frameText(): string {
  const frame = document.querySelector('iframe');
  // none while the host begins anew
  const body = frame?.contentDocument?.body as HTMLElement | null | undefined;
  return body?.textContent ?? '';
}
