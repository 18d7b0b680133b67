/**
 * The note while it is written: every change goes to the journal at once and to the server after a
 * moment of quiet. Versions guard against overwriting what somebody else saved.
 */
import type { NoteSection, Section, Sentence, WireFailure } from "@api/bindings";
import { toFailure } from "@api/query";
import { Store } from "@shared/store";
import type { WriteState } from "@shared/status";
import { mergeWithPrevious, ownSentence, reworded, sameWords, SECTIONS, split, takeOver, toInput, type SentenceInput } from "./lines";

export type Part = {
  section: Section;
  lines: Sentence[];
  suggestions: Sentence[];
  version: number;
  dirty: boolean;
  failure: WireFailure | null;
  /** What the server has, when somebody else saved first. */
  theirs: NoteSection | null;
};
export type Note = Record<Section, Part>;

export type Journal = {
  write: (name: string, value: unknown) => Promise<void>;
  read: <T>(name: string) => Promise<T | null>;
  remove: (name: string) => Promise<void>;
};
export type Ports = {
  save: (section: Section, version: number, sentences: SentenceInput[]) => Promise<NoteSection>;
  pending: (section: Section, state: WriteState | null) => void;
  journal: Journal;
  quiet?: number;
};
type Entry = { version: number; lines: Sentence[] };

/** Failures that trying again does not mend: the visit is signed, gone or out of reach, or the words are not allowed. */
const FOREVER: readonly WireFailure["type"][] = ["InvalidTransition", "NotFound", "Forbidden", "Validation", "TooLarge"];

/** Under which name the journal keeps a part of a note. */
export function entryName(note: string, section: Section): string {
  return `note/${note}/${section}`;
}

/** Whether the server does not take these words, however often they are sent. */
function isRefused(part: Part): boolean {
  return part.failure !== null && FOREVER.includes(part.failure.type);
}

function partOf(section: NoteSection): Part {
  return { section: section.section, lines: section.sentences, suggestions: section.suggestions, version: section.version, dirty: false, failure: null, theirs: null };
}

export class NoteStore extends Store<Note> {
  readonly #name: string;
  readonly #ports: Ports;
  readonly #timers = new Map<Section, ReturnType<typeof setTimeout>>();
  readonly #running = new Map<Section, Promise<void>>();
  readonly #tries = new Map<Section, number>();
  readonly #writing = new Set<Section>();
  readonly #unwritten = new Set<Section>();
  #closed = false;

  constructor(name: string, sections: readonly NoteSection[], ports: Ports) {
    super(Object.fromEntries(sections.map((section) => [section.section, partOf(section)])) as Note);
    this.#name = name;
    this.#ports = ports;
  }

  #key(section: Section): string {
    return entryName(this.#name, section);
  }

  #put(section: Section, change: Partial<Part>): void {
    this.update((note) => ({ ...note, [section]: { ...note[section], ...change } }));
  }

  /** Brings back what was typed before the window went away; answers the parts that had something. */
  async recover(): Promise<Section[]> {
    const found: Section[] = [];
    for (const section of SECTIONS) {
      const entry = await this.#ports.journal.read<Entry>(this.#key(section));
      const part = this.get()[section];
      if (!entry || part.dirty || this.#closed) continue;
      if (sameWords(toInput(entry.lines), toInput(part.lines))) {
        await this.#ports.journal.remove(this.#key(section));
        continue;
      }
      found.push(section);
      if (entry.version === part.version) {
        this.#put(section, { lines: entry.lines, dirty: true });
        this.#schedule(section);
      } else {
        const theirs: NoteSection = { section, sentences: part.lines, suggestions: part.suggestions, version: part.version };
        this.#put(section, { lines: entry.lines, dirty: true, theirs });
        this.#ports.pending(section, "conflict");
      }
    }
    return found;
  }

  /** What the server has now; never over text that is not saved yet. */
  receive(sections: readonly NoteSection[]): void {
    for (const section of sections) {
      const part = this.get()[section.section];
      if (part.dirty || this.#running.has(section.section) || section.version < part.version) continue;
      const blanks = part.lines.filter((line) => line.text.trim() === "");
      const lines = section.version === part.version ? takeOver(part.lines, section) : section.sentences;
      const kept = section.version === part.version || blanks.length === 0 ? lines : [...lines, ...blanks];
      this.#put(section.section, { lines: kept, suggestions: section.suggestions, version: section.version });
    }
  }

  #change(section: Section, lines: Sentence[]): void {
    const before = this.get()[section];
    const same = sameWords(toInput(before.lines), toInput(lines)) && toInput(before.lines).every((line, at) => line.sentence_id === toInput(lines)[at]?.sentence_id);
    this.#put(section, same ? { lines } : { lines, dirty: true, failure: null });
    if (same && !before.dirty) return;
    this.#keep(section);
    this.#schedule(section);
  }

  /** Writes the journal; changes that come while it writes are written right after. */
  #keep(section: Section): void {
    if (this.#writing.has(section)) {
      this.#unwritten.add(section);
      return;
    }
    this.#writing.add(section);
    const { version, lines } = this.get()[section];
    void this.#ports.journal
      .write(this.#key(section), { version, lines } satisfies Entry)
      .catch(() => undefined)
      .then(async () => {
        this.#writing.delete(section);
        if (this.#unwritten.delete(section)) this.#keep(section);
        else if (!this.get()[section].dirty) await this.#ports.journal.remove(this.#key(section)).catch(() => undefined);
      });
  }

  #schedule(section: Section, wait = this.#ports.quiet ?? 800): void {
    if (this.#closed || this.get()[section].theirs) return;
    this.#ports.pending(section, (this.#tries.get(section) ?? 0) > 0 ? "retrying" : "saving");
    clearTimeout(this.#timers.get(section));
    this.#timers.set(section, setTimeout(() => void this.#save(section), wait));
  }

  #save(section: Section): Promise<void> {
    const running = this.#running.get(section);
    if (running) return running;
    clearTimeout(this.#timers.get(section));
    const part = this.get()[section];
    if (!part.dirty || part.theirs || isRefused(part)) return Promise.resolve();
    const sent = toInput(part.lines);
    const work = this.#ports
      .save(section, part.version, sent)
      .then(
        (saved) => this.#saved(section, sent, saved),
        (error: unknown) => this.#failed(section, toFailure(error)),
      )
      .finally(() => this.#running.delete(section))
      .then(() => {
        const now = this.get()[section];
        if (now.dirty && !now.failure && !now.theirs) this.#schedule(section);
      });
    this.#running.set(section, work);
    return work;
  }

  #saved(section: Section, sent: SentenceInput[], saved: NoteSection): void {
    this.#tries.delete(section);
    const { lines } = this.get()[section];
    const dirty = !sameWords(sent, toInput(lines));
    this.#put(section, { lines: takeOver(lines, saved), suggestions: saved.suggestions, version: saved.version, dirty, failure: null });
    if (dirty) this.#keep(section);
    else {
      this.#ports.pending(section, null);
      void this.#ports.journal.remove(this.#key(section)).catch(() => undefined);
    }
  }

  #failed(section: Section, failure: WireFailure): void {
    const current = failure.current as NoteSection | undefined;
    if (failure.type === "Conflict" && current) {
      if (sameWords(toInput(current.sentences), toInput(this.get()[section].lines))) {
        this.#saved(section, toInput(current.sentences), current);
        return;
      }
      this.#put(section, { theirs: current });
      this.#ports.pending(section, "conflict");
      return;
    }
    this.#put(section, { failure });
    if (isRefused(this.get()[section])) {
      this.#tries.delete(section);
      this.#ports.pending(section, "refused");
      return;
    }
    const tries = (this.#tries.get(section) ?? 0) + 1;
    this.#tries.set(section, tries);
    this.#schedule(section, Math.min(1000 * 2 ** (tries - 1), 15_000));
  }

  setText(section: Section, id: string, text: string): void {
    this.#change(section, this.get()[section].lines.map((line) => (line.sentence_id === id ? reworded(line, text) : line)));
  }

  confirm(section: Section, id: string, confirmed = true): void {
    this.#change(section, this.get()[section].lines.map((line) => (line.sentence_id === id ? { ...line, confirmed } : line)));
  }

  /** Every sentence without a flag; flags are decided one by one. */
  confirmAll(section: Section): void {
    this.#change(section, this.get()[section].lines.map((line) => (line.flags.length === 0 ? { ...line, confirmed: true } : line)));
  }

  split(section: Section, id: string, at: number): string {
    const { lines, fresh } = split(this.get()[section].lines, id, at);
    this.#change(section, lines);
    return fresh.sentence_id;
  }

  merge(section: Section, id: string): { into: string; caret: number } | null {
    const merged = mergeWithPrevious(this.get()[section].lines, id);
    if (merged) this.#change(section, merged.lines);
    return merged;
  }

  /** A blank row at the end, or the one that is already there. */
  append(section: Section): string {
    const { lines } = this.get()[section];
    const last = lines.at(-1);
    if (last && last.text.trim() === "") return last.sentence_id;
    const fresh = ownSentence();
    this.#change(section, [...lines, fresh]);
    return fresh.sentence_id;
  }

  /** Adds words of the clinician's own, which nobody confirmed yet; `undo` takes them out again. */
  add(section: Section, texts: readonly string[]): { ids: string[]; undo: () => void } {
    const fresh = texts.map((text) => ({ ...ownSentence(text), confirmed: false }));
    const ids = fresh.map((line) => line.sentence_id);
    this.#change(section, [...this.get()[section].lines, ...fresh]);
    return { ids, undo: () => this.#change(section, this.get()[section].lines.filter((line) => !ids.includes(line.sentence_id))) };
  }

  /** Takes a sentence out; the answer puts it back. */
  remove(section: Section, id: string): () => void {
    const { lines } = this.get()[section];
    const index = lines.findIndex((line) => line.sentence_id === id);
    const line = lines[index];
    this.#change(section, lines.filter((other) => other.sentence_id !== id));
    return () => {
      if (!line) return;
      const now = this.get()[section].lines.filter((other) => other.sentence_id !== id);
      this.#change(section, [...now.slice(0, index), line, ...now.slice(index)]);
    };
  }

  /** What another call changed in this part, such as a decision about a suggestion. */
  take(saved: NoteSection): void {
    const part = this.get()[saved.section];
    const known = new Set(part.lines.map((line) => line.sentence_id));
    const lines = [...takeOver(part.lines, saved), ...saved.sentences.filter((line) => !known.has(line.sentence_id))];
    this.#put(saved.section, { lines, suggestions: saved.suggestions, version: saved.version });
  }

  /** Ends a conflict with the given sentences, on top of what the server has. */
  resolve(section: Section, lines: Sentence[]): void {
    const { theirs } = this.get()[section];
    if (!theirs) return;
    this.#put(section, { version: theirs.version, suggestions: theirs.suggestions, lines, theirs: null, dirty: true });
    this.#keep(section);
    this.#schedule(section, 0);
  }

  /** Saves at once; resolves when nothing is on its way any more. */
  async flush(): Promise<boolean> {
    for (let round = 0; round < 3; round += 1) await Promise.all(SECTIONS.map((section) => this.#save(section)));
    return SECTIONS.every((section) => !this.get()[section].dirty);
  }

  /** Another one goes on with it, or all of it is saved: nothing is tried any more. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
