/** What a person reads on the MSX host's screen. */
export function frameText(): string {
  const frame = document.querySelector('iframe');
  return frame?.contentDocument?.body.textContent ?? '';
}
