"""Scores drafts against clinicians' notes and checks their support without using any of the drafter's code.

Reads the JSON files that `cargo run -p xtask -- bench-drafts` writes. ROUGE as in the ACI-Bench paper: the PyPI package
rouge-score, whole notes, no stemming, mean of F-measures.
"""

import json
import re
import statistics
import sys

from rouge_score import rouge_scorer

# ROUGE-1, ROUGE-2 and ROUGE-Lsum on test1, from the ACI-Bench paper (Yim et al. 2023, doi 10.1038/s41597-023-02487-3).
PUBLISHED = [
    ("transcript", 32.8, 12.5, 30.6),
    ("12 doctor turns", 35.9, 12.4, 32.7),
    ("retrieval", 43.9, 17.6, 40.5),
    ("ChatGPT", 47.4, 19.0, 42.5),
    ("GPT-4", 51.8, 22.6, 46.0),
]

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * at for at, word in enumerate(TENS)}

DRUGS = """acetaminophen advil albuterol aleve allopurinol amlodipine amoxicillin aspirin atorvastatin augmentin azithromycin
benadryl bumex carvedilol celebrex cephalexin ciprofloxacin claritin colchicine coumadin cymbalta digoxin doxycycline eliquis
escitalopram farxiga flexeril flonase furosemide gabapentin glipizide humira hydrochlorothiazide hydrocodone ibuprofen insulin
januvia jardiance keflex lantus lasix levothyroxine lexapro lipitor lisinopril losartan lyrica meloxicam metformin methotrexate
metoprolol mobic motrin naproxen norvasc norco omeprazole oxycodone ozempic pepcid percocet plaquenil prednisone prilosec prozac
sertraline singulair spironolactone sumatriptan synthroid tamsulosin toprol tramadol trazodone tylenol ultram valsartan warfarin
wellbutrin xarelto zithromax zofran zoloft zyrtec""".split()

ADVERB = r"(?!\s*(?:now|here|there|away|after|before|on\b|out\b|at\b|okay|\?|,?\s*so\b|then|where|behind|above|below))"
SIDES = {"left": r"\bleft\b", "right": r"(?<!all )(?<!that's )(?<!that is )(?<!alright )\bright(?:-sided)?\b" + ADVERB, "bilateral": r"\bbilateral(?:ly)?\b"}


def words_as_numbers(text):
    """Every value that the words of a text may stand for, as integers in strings."""
    words = re.findall(r"[a-z]+|\d+(?:\.\d+)?", text.lower())
    found = set()
    for start in range(len(words)):
        total, last = 0, None
        for word in words[start : start + 8]:
            if word == "and":
                continue
            if word == "a" and last is None:
                last = 1
                total = 1
                continue
            if word == "hundred" and last is not None:
                total = total * 100 if total else 100
                last = 100
            elif word == "thousand" and last is not None:
                total *= 1000
                last = 1000
            elif word in SMALL:
                value = SMALL[word]
                if last is None or last >= 100 and value < 100 or last >= 20 and last % 10 == 0 and value < 10:
                    total += value
                elif last < 100 and value >= 10:
                    total = total * 100 + value
                else:
                    break
                last = value if value else 1
            else:
                break
            found.add(str(total))
    # Decimals in words: six point five.
    for ten, whole, part in re.findall(r"(?:\b([a-z]+)[ -])?([a-z]+|\d+) point ([a-z]+|\d+)", text.lower()):
        a, b = (SMALL.get(value, value) for value in (whole, part))
        found.add(f"{a}.{b}")
        if ten in TENS and isinstance(a, int):
            found.add(f"{SMALL[ten] + a}.{b}")
    return found


def numbers(text):
    return re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))


def unsupported(sentence, evidence):
    """Numbers, drugs and sides of a sentence that its evidence does not hold."""
    said = set(numbers(evidence)) | words_as_numbers(evidence)
    low_sentence, low_evidence = sentence.lower(), evidence.lower()
    wrong_numbers = [value for value in numbers(sentence) if value not in said]
    wrong_drugs = [drug for drug in DRUGS if re.search(rf"\b{drug}\b", low_sentence) and not re.search(rf"\b{drug}", low_evidence)]
    wrong_sides = [side for side, pattern in SIDES.items() if re.search(pattern, low_sentence) and not re.search(rf"\b{side}", low_evidence)]
    return wrong_numbers, wrong_drugs, wrong_sides


def support(visits):
    counts = {"sentences": 0, "valid": 0, "flagged": 0, "numbers": [], "drugs": [], "sides": []}
    for visit in visits:
        for sentence in visit["sentences"]:
            counts["sentences"] += 1
            if sentence["flags"]:
                counts["flagged"] += 1
                continue
            parts, valid = [], bool(sentence["evidence"])
            for span in sentence["evidence"]:
                segments = visit["segments"]
                inside = span["segment"] < len(segments) and span["start"] < span["end"] <= len(segments[span["segment"]])
                valid = valid and inside
                parts.append(segments[span["segment"]][span["start"] : span["end"]] if inside else "")
            counts["valid"] += valid and any(part.strip() for part in parts)
            for name, wrong in zip(("numbers", "drugs", "sides"), unsupported(sentence["text"], " ".join(parts))):
                if wrong:
                    counts[name].append((visit["id"], sentence["text"], wrong))
    return counts


def mean(scores, name, field="fmeasure"):
    return 100 * statistics.mean(getattr(score[name], field) for score in scores)


def line(name, scores, counts, bold):
    """A row of the table."""
    valid = 100 * counts["valid"] / max(1, counts["sentences"] - counts["flagged"])
    figures = [f"{mean(scores, kind):.1f}" for kind in ("rouge1", "rouge2", "rougeLsum")]
    wrong = " / ".join(str(len(counts[kind])) for kind in ("numbers", "drugs", "sides"))
    mark = "**" if bold else ""
    return "| " + " | ".join(f"{mark}{cell}{mark}" for cell in [name, *figures, f"{valid:.1f} %", wrong]) + " |"


def remarks(name, data, scores, counts):
    """What the table does not say."""
    words = statistics.mean(len(re.findall(r"\w+", visit["draft"])) for visit in data["visits"])
    notes = statistics.mean(len(re.findall(r"\w+", visit["note"])) for visit in data["visits"])
    recall, precision = (mean(scores, "rouge1", field) for field in ("recall", "precision"))
    print(f"\n{name}{counts['sentences']} sentences, {counts['flagged']} flagged; {words:.0f} words a draft, {notes:.0f} a note; recall {recall:.1f}, precision {precision:.1f}.")
    time = f"Time a draft: p50 {data['p50_ms']:.1f} ms, p95 {data['p95_ms']:.1f} ms"
    if "missing" in data:
        print(f"{time}, with the start of the program; {data['missing']} of {len(scores)} visits were not drafted and count as empty.")
    else:
        print(f"{time}, first {data['first_ms']:.1f} ms; memory added {data['memory_kib'] / 1024:.1f} MiB.")
    for kind in ("numbers", "drugs", "sides"):
        for visit, text, values in counts[kind]:
            print(f"UNSUPPORTED {kind} {visit}: {values} in {text!r}")


def read(path, scorer):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    scores = [scorer.score(visit["note"], visit["draft"]) for visit in data["visits"]]
    return data, scores, support(data["visits"])


def main():
    """Of the built-in drafter's file, and of a model's where a second one is named."""
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=False)
    own, *models = [read(path, scorer) for path in sys.argv[1:]]
    print(f"\n## Drafts, ACI-Bench {own[0]['part']} ({len(own[1])} visits)\n")
    print("| | ROUGE-1 | ROUGE-2 | ROUGE-Lsum | sentences with evidence | unsupported numbers / drugs / sides |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(line("Praxis", *own[1:], bold=True))
    for data, scores, counts in models:
        print(line(data["name"], scores, counts, bold=False))
    if own[0]["part"] == "test1":
        for name, a, b, c in PUBLISHED:
            print(f"| {name} (published) | {a} | {b} | {c} | | |")
    remarks("", *own)
    for data, scores, counts in models:
        remarks(f"{data['name']}: ", data, scores, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
