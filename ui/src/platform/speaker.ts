/** Plays sound that the program has in its hands, at the moment that it says. */
export type Samples = { rate: number; channels: Float32Array<ArrayBuffer>[] };

export interface Speaker {
  /** Seconds, by the clock that sound is played by. */
  now(): number;
  /** Must be called once while a key or a button is pressed: browsers are silent before. */
  wake(): void;
  /** Plays from that second on; the answer ends it. */
  play(sound: Samples, at: number): () => void;
}

let context: AudioContext | undefined;
const open = () => (context ??= new AudioContext());

export const speaker: Speaker = {
  now: () => open().currentTime,
  wake: () => void open().resume(),
  play: ({ rate, channels }, at) => {
    const frames = channels[0]?.length ?? 0;
    if (frames === 0) return () => undefined;
    const buffer = open().createBuffer(channels.length, frames, rate);
    for (const [index, samples] of channels.entries()) buffer.copyToChannel(samples, index);
    const source = open().createBufferSource();
    source.buffer = buffer;
    source.connect(open().destination);
    source.start(at);
    return () => source.stop();
  },
};
