"""The held-out tenth of the quotations, and whether their confidence is worth its number.

    quotes.py SCORER GOLD PREDICTIONS

First the headline figures of every tenth article by order of id, which no rule was read from, and of the other nine. Then for
each step of confidence and each type: how many quotations that the gold can judge, how sure they say they are, and the share
whose content and speaker are right (as the scorer matches them; what meets an optional gold quotation is left out).
"""
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("scorer", sys.argv[1])
scorer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scorer)

gold, found = scorer.load(sys.argv[2]), scorer.load(sys.argv[3])
order = sorted(gold)
print("articles              joint  speech only  direct  mixed  indirect  resolved names")
for label, ids in (("every tenth", order[::10]), ("the other nine", [one for at, one in enumerate(order) if at % 10])):
    part = {ident: gold[ident] for ident in ids}
    result, _ = scorer.score(part, found)
    speech, _ = scorer.score(part, found, speech_only=True)
    kinds = [result["by_type"][kind]["joint"]["f1"] for kind in scorer.TYPES]
    print(f"{label:<15} {len(part):4}  {result['joint']['f1']:6.1f} {speech['joint']['f1']:12.1f}"
          f" {kinds[0]:7.1f} {kinds[1]:6.1f} {kinds[2]:9.1f} {result['name_recall']:6.1f} of {result['named_gold']}")


def quotes(document, text, words, mask):
    notes = [note for note in document.get("annotations", []) if note.get("kind", "quote") == "quote"]
    return [one for note in notes for one in [scorer.Quote(note, text, words, mask)] if one.words]


steps = {}
for ident, document in gold.items():
    text = document["text"]
    words, mask = scorer.words_of(text), scorer.inside_marks(text)
    told = quotes(document, text, words, mask)
    said = [one for one in quotes(found.get(ident, {}), text, words, mask) if one.level == 1]
    partner = {answer: mine for mine, answer, _ in scorer.match(told, said)}
    optional = lambda one: one.type == "indirect" and len(one.words) < 4 or any(one.set < other.set for other in told)
    for at, answer in enumerate(said):
        if at in partner:
            near = told[partner[at]]
        else:
            near = max((one for one in told if one.set & answer.set), key=lambda one: len(one.set & answer.set), default=None)
        if near and optional(near):
            continue
        right = at in partner and bool(scorer.speaker_right(text, near.speaker, answer.speaker))
        confidence = answer.raw["confidence"]
        steps.setdefault(min(int(confidence * 10 + 1e-6), 9), []).append((confidence, right, answer.type))
total = sum(len(step) for step in steps.values())
print("\nconfidence: from, quotations, their share, mean confidence, right; right of direct, mixed, indirect (how many)")
for step, judged in sorted(steps.items()):
    mean = sum(confidence for confidence, *_ in judged) / len(judged)
    percent = lambda some: f"{100 * sum(right for _, right, _ in some) / len(some):5.1f} ({len(some)})" if some else "-"
    kinds = [percent([one for one in judged if one[2] == kind]) for kind in scorer.TYPES]
    print(f"{step / 10:.1f} {len(judged):6} {100 * len(judged) / total:5.1f} {100 * mean:6.1f} "
          f"{100 * sum(right for _, right, _ in judged) / len(judged):6.1f}   {'  '.join(f'{kind:>13}' for kind in kinds)}")
