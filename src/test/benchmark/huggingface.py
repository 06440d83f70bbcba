"""Longspark beside Hugging Face transformers: the same checkpoint folder, prompt and threads, in turns.

Each side is a process that reads lines "PROMPT_TOKENS NEW_TOKENS" and answers with the seconds to the
first token, those of all others, and the ids. Started by huggingface.sh.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

def make(config, folder):
    """Writes a checkpoint of random bfloat16 weights."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(config), dtype=torch.bfloat16)
    model.save_pretrained(folder)


def serve(attention, folder, threads, precision):
    """The side of transformers: generate(), as its users call it."""
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(threads)
    dtype = {"BF16": torch.bfloat16, "FP16": torch.float16, "FP32": torch.float32}[precision]
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation=attention).eval()
    print("ready", flush=True)
    for line in sys.stdin:
        prompt, new = map(int, line.split())
        ids = torch.tensor([[i * 7919 % model.config.vocab_size for i in range(prompt)]])
        clock = Clock()
        begin = time.perf_counter()
        out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, min_new_tokens=new,
                             max_new_tokens=new, pad_token_id=0, streamer=clock)
        first, last = clock.times[1], clock.times[-1]
        print(first - begin, last - first, json.dumps(out[0, prompt:].tolist(), separators=(",", ":")), flush=True)


class Clock:
    """A streamer: it is given the prompt, then each token as soon as it is chosen."""

    def __init__(self):
        self.times = []

    def put(self, value):
        self.times.append(time.perf_counter())

    def end(self):
        pass


class Side:
    def __init__(self, command):
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ready(self):
        while self.process.stdout.readline().strip() != "ready":
            if self.process.poll() is not None:
                sys.exit("a side ended early")
        self.seconds, self.loaded = time.perf_counter() - self.begin, self.status("VmRSS")

    def run(self, prompt, new):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as peak:
            peak.write("5")
        self.process.stdin.write(f"{prompt} {new}\n")
        self.process.stdin.flush()
        first, rest, ids = self.process.stdout.readline().split(" ", 2)
        return {"prefill": prompt / float(first), "decode": (new - 1) / float(rest), "memory": self.status("VmHWM"),
                "ids": ids}

    def status(self, field):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def quartiles(values):
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3


def table(prompt, new, runs, goals):
    for quantity, (sign, goal) in goals.items():
        own = [run[quantity] for run in runs["Longspark"]]
        title = {"prefill": f"prefill {prompt}, tokens/s", "decode": f"decode after {prompt}, tokens/s",
                 "memory": f"peak after {prompt}, MB"}[quantity]
        for variant in runs:
            values = [run[quantity] for run in runs[variant]]
            low, median, high = quartiles(values)
            shown = median / 1e6 if quantity == "memory" else median
            row = f"{title:30} {variant:10} {len(values):3} {shown:10.4g} {100 * (high - low) / median:7.1f} %"
            if variant != "Longspark":
                ratio = statistics.median(a / b for a, b in zip(own, values))
                met = ratio >= goal if sign == ">=" else ratio <= goal
                row += f" {ratio:8.3g}  {sign} {goal:.2f}, {'met' if met else 'not met'}"
            print(row, flush=True)
    other = next(variant for variant in reversed(runs) if variant != "Longspark")
    pairs = [[json.loads(run["ids"]) for run in pair] for pair in zip(runs["Longspark"], runs[other])]
    same = [len(os.path.commonprefix(pair)) for pair in pairs]
    print(f"of {new + 1} greedy ids the first {min(same)} to {max(same)} equal {other}'s", flush=True)


def compare(options, java):
    if not os.path.isfile(os.path.join(options.model, "config.json")):
        sys.exit(f"Missing {options.model}/config.json")
    import torch
    import transformers

    print(f"transformers {transformers.__version__} on torch {torch.__version__}, Longspark on libtorch 2.7.1, "
          f"{options.precision}, {options.threads} threads, {options.model}")
    here = [sys.executable, os.path.abspath(__file__)]
    # Each starts when the one before is ready: loading is not part of a turn.
    sides = {}
    weights = sum(f.stat().st_size for f in os.scandir(options.model) if f.name.endswith(".safetensors"))
    for variant in [*options.beside, "Longspark"]:
        command = java if variant == "Longspark" else [*here, "--serve", variant]
        sides[variant] = Side([*command, options.model, str(options.threads), options.precision])
        sides[variant].ready()
        print(f"{variant} loaded in {sides[variant].seconds:.1f} s, {sides[variant].loaded / 1e6:.0f} MB resident, "
              f"{sides[variant].loaded / weights:.2f} x the checkpoint", flush=True)
    print(f"{'quantity':30} {'variant':10} {'n':>3} {'median':>10} {'spread':>9} {'Longspark is':>8}  goal")
    goals = {"prefill": (">=", options.prefill), "decode": (">=", options.decode), "memory": ("<=", options.memory)}
    for prompt in options.prompts:
        runs = {variant: [] for variant in sides}
        for turn in range(options.turns + 1):  # the first warms up
            for variant in sides:
                run = sides[variant].run(prompt, options.tokens + 1 if turn > 0 else 2)
                if turn > 0:
                    runs[variant].append(run)
        table(prompt, options.tokens, runs, goals)
    for side in sides.values():
        side.process.stdin.close()
        side.process.wait()


def main():
    if sys.argv[1] == "--serve":
        return serve(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
    if sys.argv[1] == "--make":
        return make(sys.argv[2], sys.argv[3])
    parser = argparse.ArgumentParser(prog="huggingface.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="checkpoint folder")
    parser.add_argument("--prompts", type=lambda text: [int(n) for n in text.split(",")], default=[512, 4096])
    parser.add_argument("--beside", type=lambda text: text.split(","), default=["eager", "sdpa"])
    parser.add_argument("--tokens", type=int, default=64, help="to decode after each prompt")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", choices=["BF16", "FP16", "FP32"], default="BF16")
    parser.add_argument("--prefill", type=float, default=1.0, help="goal")
    parser.add_argument("--decode", type=float, default=1.2, help="goal")
    parser.add_argument("--memory", type=float, default=0.9, help="goal")
    parser.add_argument("java", nargs="+")
    options = parser.parse_args()
    return compare(options, options.java)


if __name__ == "__main__":
    main()
