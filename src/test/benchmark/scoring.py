"""How fast Longspark scores beside the Python that one would take otherwise: the same samples, one thread each, in turn,
by the processor's time, so that other programs on the machine do not count.

LongBench's QA-F1 as its metrics.py defines it, its ROUGE-L by the package rouge, hallucination as a plain loop of
rapidfuzz over the same elements. Needs: pip install rouge rapidfuzz. Started by scoring.sh.
"""

import json
import re
import statistics
import string
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rouge import Rouge

ROUNDS = 5
WARM_UP = 8  # seconds until the compiler has done with our side
GOLDEN = Path("src/test/resources/golden/metrics")


def normalized(text):
    text = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def qa_f1(prediction, answer):
    predicted, expected = normalized(prediction).split(), normalized(answer).split()
    same = sum((Counter(predicted) & Counter(expected)).values())
    if same == 0:
        return 0
    precision, recall = same / len(predicted), same / len(expected)
    return 2 * precision * recall / (precision + recall)


def rouge_l(prediction, answer):
    try:
        return Rouge().get_scores([prediction], [answer], avg=True)["rouge-l"]["f"]
    except (RecursionError, ValueError):
        return 0.0


def hallucination(elements, context):
    if not elements:
        return 0
    made_up = [e for e in elements if not any(Levenshtein.normalized_similarity(e, s) >= 0.8 for s in context)]
    return len(made_up) / len(elements)


def lines(name):
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def best(metric, samples):
    return sum(max((metric(s["prediction"], a) for a in s["answers"]), default=0) for s in samples)


def main(java):
    sys.setrecursionlimit(100_000)  # rouge recurses along its table; LongBench counts 0 where that fails
    elements_file = Path("target/benchmark-elements.json")
    ours = subprocess.Popen([*java, str(elements_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert ours.stdout.readline() == "ready\n", "the Java side did not start"
    elements = json.loads(elements_file.read_text(encoding="utf-8"))
    samples = {"qa_f1": lines("qa_f1"), "rouge_l": lines("rouge_l"), "hallucination": elements["answers"]}
    theirs = {
        "qa_f1": lambda: best(qa_f1, samples["qa_f1"]),
        "rouge_l": lambda: best(rouge_l, samples["rouge_l"]),
        "hallucination": lambda: sum(hallucination(a, elements["context"]) for a in elements["answers"]),
    }

    def our_round(metric):
        ours.stdin.write(metric + "\n")
        ours.stdin.flush()
        seconds, total = map(float, ours.stdout.readline().split())
        return seconds, total

    def their_round(metric):
        start = time.process_time()
        total = theirs[metric]()
        return time.process_time() - start, total

    print(f"{'metric':<14} {'samples':>7} {'ours/s':>10} {'Python/s':>10} {'ratio':>7} {'spread':>13} {'same sum':>9}")
    for metric, list_ in samples.items():
        warm = 0
        while warm < WARM_UP:
            warm += our_round(metric)[0]
        pairs = [(our_round(metric), their_round(metric)) for _ in range(ROUNDS)]
        ratios = sorted(their[0] / our[0] for our, their in pairs)
        our_rate, their_rate = (len(list_) / statistics.median(p[side][0] for p in pairs) for side in (0, 1))
        same = abs(pairs[0][0][1] - pairs[0][1][1]) < 1e-6
        print(
            f"{metric:<14} {len(list_):>7} {our_rate:>10.0f} {their_rate:>10.0f} {statistics.median(ratios):>6.1f}x"
            f" {ratios[0]:>5.1f} to {ratios[-1]:>4.1f} {'yes' if same else 'NO':>9}"
        )
    twice = sorted(our_round("scaling")[0] for _ in range(ROUNDS))
    print(f"two threads score {statistics.median(twice):.2f} times as much as one ({twice[0]:.2f} to {twice[-1]:.2f})")
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
