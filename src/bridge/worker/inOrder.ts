/**
 * Lets things out in the order in which they came in, however their work ends (MQTT 5, 4.6: PUBACKs go out in
 * the order of their messages).
 * @param out gets each thing once it and all before it are done
 */
export function inOrder<T>(out: (thing: T) => void): (thing: T) => () => void {
  const waiting: { thing: T; isDone: boolean }[] = [];
  return (thing) => {
    const place = { thing, isDone: false };
    waiting.push(place);
    return () => {
      place.isDone = true;
      while (waiting[0]?.isDone) out(waiting.shift()!.thing);
    };
  };
}
