"""Is the confidence of events worth its number? For each step of confidence: how many events of the headline sets that
the gold can judge, how sure they say they are, and how many have the right actors and root (extra events are wrong).

    reliability.py SCORER GOLD PREDICTIONS
"""
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("scorer", sys.argv[1])
scorer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scorer)

gold, found = scorer.load(sys.argv[2]), scorer.load(sys.argv[3])
steps, silent, wrongly = {}, 0, 0
for ident, document in gold.items():
    if document["source"] in scorer.NOT_HEADLINE:
        continue
    events = lambda notes: [note for note in notes if note["kind"] == "event"]
    right, _, extra = scorer.align(
        events(document["annotations"]), events(found.get(ident, {}).get("annotations", [])), len(document["text"]))
    if not events(document["annotations"]):
        silent += 1
        wrongly += any(scorer.root_of(event) not in ("01", "02") for event in extra)
    judged = [(event["confidence"], bool(told["triple"])) for _, event, told in right if told["triple"] is not None]
    if document.get("exhaustive") or not events(document["annotations"]):
        judged += [(event["confidence"], False) for event in extra if scorer.root_of(event) not in ("01", "02")]
    for confidence, is_right in judged:
        steps.setdefault(min(int(confidence * 10), 9), []).append((confidence, is_right))
for step, told in sorted(steps.items()):
    mean = sum(confidence for confidence, _ in told) / len(told)
    share = sum(is_right for _, is_right in told) / len(told)
    print(f"{step / 10:.1f} {len(told):5} {100 * mean:6.1f} {100 * share:6.1f}")
print(f"sentences without an event that get one: {wrongly} of {silent}")
