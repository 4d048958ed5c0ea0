export function rates(print: (line: string) => void): Promise<void> {
  print('later');
  return Promise.resolve();
}
