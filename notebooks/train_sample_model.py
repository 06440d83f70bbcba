"""Trains the decoders of the embedded study.

    submit/local.sh sample --out DIR --training 9000 --seed 2
    train() { python notebooks/train_sample_model.py DIR "$@"; }
    train BEGUN --minutes 35                                                         # from the beginning
    train BASE --from BEGUN --depth 3 --again --bare --two-steps 8 --tokens 2048 --rate 0.002 --minutes 45
    train LARGE --from BASE --layers 7 --depth 4 --two-steps 3 --tokens 3072 --rate 0.0015 --minutes 20
    train OUT --from PRUNED --teacher BASE --depth 3 --two-steps 3 --minutes 14      # what `prune` cut
    train OUT --from PRUNED --teacher LARGE --depth 4 --two-steps 3 --minutes 8

OUT becomes a checkpoint in Hugging Face's form with its record, training.json. Needs torch, tokenizers, safetensors
and numpy; times are those of one core with bfloat16 matrix units.

A model learns to look things up suddenly, after a plateau. What shortens it here: first layers begin with heads that
look one to four tokens back, later ones with heads whose keys match what came before a token and whose outputs copy
(compare Trockman and Kolter, "Mimetic Initialization of Self-Attention Layers", 2023); training is free to undo it.
Random names that repeat after a gap of varying length come first, nine batches of ten, until they are copied, which
takes 250 steps; with three of ten, and bridges (below) from the start, neither was learned in 1,500. Documents come
short and without filler first, and grow as answers become right. Every document is asked all its questions, some of
them as statements to be ended; the loss is on answers only.

A question over two passages needs two look-ups, and answers alone do not teach them: the model stays at guessing among
the document's names. So the bridge, the name that joins the passages, is learned too, read after the first layers
(--depth), and the next layer learns to attend to the place where the answer is said, with every head.

Matrices are trained with Muon (Jordan et al., 2024), the rest with AdamW.
"""

import argparse
import json
import math
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

PROMPTS = Path(__file__).parent.parent / "src/main/resources/prompts"
IGNORED = -100
TWO_STEPS = ("hotpotqa", "2wikimqa")
CONSTANT = 8  # embedding channels that begin with one value for all tokens, for heads that attend by position


class Norm(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(hidden))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), 1e-5)


class Block(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        linear = lambda i, o: torch.nn.Linear(i, o, bias=False)
        hidden, width, ffn = c["hidden_size"], c["head_dim"], c["intermediate_size"]
        self.heads, self.kv_heads = c["num_attention_heads"], c["num_key_value_heads"]
        self.input_layernorm, self.post_attention_layernorm = Norm(hidden), Norm(hidden)
        self.q_proj, self.o_proj = linear(hidden, self.heads * width), linear(self.heads * width, hidden)
        self.k_proj, self.v_proj = (linear(hidden, self.kv_heads * width) for _ in range(2))
        self.gate_proj, self.up_proj, self.down_proj = linear(hidden, ffn), linear(hidden, ffn), linear(ffn, hidden)

    def forward(self, x, rotary):
        batch, tokens, _ = x.shape
        h = self.input_layernorm(x)
        split = lambda y, n: y.view(batch, tokens, n, -1).transpose(1, 2)
        q, k = rotary(split(self.q_proj(h), self.heads)), rotary(split(self.k_proj(h), self.kv_heads))
        k, v = (y.repeat_interleave(self.heads // self.kv_heads, 1) for y in (k, split(self.v_proj(h), self.kv_heads)))
        with torch.autocast("cpu", enabled=False):  # its backward pass is faster in float32
            a = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), is_causal=True).to(x.dtype)
        x = x + self.o_proj(a.transpose(1, 2).reshape(batch, tokens, -1))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h)), q, k


class Decoder(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.config, width = c, c["head_dim"]
        self.embed_tokens = torch.nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = torch.nn.ModuleList(Block(c) for _ in range(c["num_hidden_layers"]))
        self.norm = Norm(c["hidden_size"])
        self.inverse = c["rope_theta"] ** (-torch.arange(0, width, 2).float() / width)
        angles = torch.outer(torch.arange(c["max_position_embeddings"]).float(), self.inverse).repeat(1, 2)
        self.cos, self.sin = angles.cos().bfloat16(), angles.sin().bfloat16()

    def rotary(self, x):  # [batch, heads, tokens, head_dim]
        half = x.shape[-1] // 2
        turned = torch.cat([-x[..., half:], x[..., :half]], -1)
        return x * self.cos[: x.shape[2]] + turned * self.sin[: x.shape[2]]

    def forward(self, ids, targets, bridges=None, places=None, depth=0):
        """Logits of all asked positions, and what is asked; targets hold -100 wherever nothing is. The same for
        bridges, read after the first depth layers, and how much the next layer attends to their places."""
        x = self.embed_tokens(ids).bfloat16()
        read = lambda x, asked: F.linear(self.norm(x[asked]).float(), self.embed_tokens.weight)
        for index, layer in enumerate(self.layers, 1):
            x, q, k = layer(x, self.rotary)
            if bridges is not None and index == depth:
                early = read(x, bridges != IGNORED), bridges[bridges != IGNORED]
            if bridges is not None and index == depth + 1:
                attention = attention_to(q, k, places)
        late = read(x, targets != IGNORED), targets[targets != IGNORED]
        return late if bridges is None else (*late, *early, attention)

    @torch.no_grad()
    def initialise(self, deviation=0.1):
        c = self.config
        hidden, width, heads, kv = (c[n] for n in ("hidden_size", "head_dim", "num_attention_heads", "num_key_value_heads"))
        group = heads // kv
        for name, p in self.named_parameters():
            if p.dim() == 2:
                scale = 0.3 if name.endswith(("o_proj.weight", "down_proj.weight")) else 1.0
                torch.nn.init.normal_(p, std=deviation if "embed" in name else scale / math.sqrt(p.shape[1]))
        self.embed_tokens.weight[:, :CONSTANT] = 3 * deviation
        read = torch.ones(CONSTANT) / CONSTANT / (3 / math.sqrt(1 + 8 * CONSTANT / hidden))
        key = torch.zeros(width)
        key[:2], key[2:6] = 6, 3
        turn = lambda v, p: v * torch.cos(self.inverse.repeat(2) * p) + torch.cat(
            [-v[width // 2 :], v[: width // 2]]) * torch.sin(self.inverse.repeat(2) * p)
        for layer, offsets in ((self.layers[0], (1, 2, 3)), (self.layers[1], (1, 2, 4))):
            layer.k_proj.weight[:width] *= 0.2
            layer.q_proj.weight[: width * group] *= 0.2
            layer.k_proj.weight[:width, :CONSTANT] += torch.outer(key, read)
            for head, offset in zip(range(group), offsets):
                rows = slice(head * width, (head + 1) * width)
                layer.q_proj.weight[rows, :CONSTANT] += torch.outer(turn(key, -offset), read)
        first = self.layers[0]
        moved = first.o_proj.weight[:, :width] @ first.v_proj.weight[:width]  # what the look-back head adds
        moved *= math.sqrt(hidden) / moved.norm()
        for index, layer in enumerate(list(self.layers)[1:], 1):
            for head in range(heads):
                own, shared = (slice(n * width, (n + 1) * width) for n in (head, head // group))
                layer.o_proj.weight[:, own] = 0.7 / group * layer.v_proj.weight[shared].T
                if index > 1 or head >= group:
                    layer.q_proj.weight[own] = 0.5 * layer.q_proj.weight[own] + layer.k_proj.weight[shared]
            layer.k_proj.weight[-width:] += 2 * layer.q_proj.weight[-width:] @ moved.T

    def names(self):
        """Hugging Face's name of every parameter."""
        for name, p in self.named_parameters():
            part = name.split(".")
            if part[-2].endswith("_proj"):
                part.insert(2, "self_attn" if part[-2][0] in "qkvo" and part[-2] != "up_proj" else "mlp")
            yield "model." + ".".join(part), p

    @torch.no_grad()
    def load(self, directory):
        """Weights of a checkpoint; layers that it lacks go in between and begin as identities."""
        weights = load_file(Path(directory) / "model.safetensors")
        have = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("model.layers."))
        own, added = self.config["num_hidden_layers"], []
        source = [round(i * (have - 1) / (own - 1)) for i in range(own)]
        for name, p in self.names():
            part = name.split(".")
            if part[1] == "layers":
                index = int(part[2])
                part[2] = str(source[index])
                if index > 0 and source[index] == source[index - 1]:
                    added.append(index)
            p.copy_(weights[".".join(part)].float())
        for index in set(added):
            self.layers[index].o_proj.weight.zero_()
            self.layers[index].down_proj.weight.zero_()


def attention_to(q, k, places):
    """Per position that has a place and head, the logarithm of its attention there."""
    row, position = torch.nonzero(places != IGNORED, as_tuple=True)
    with torch.autocast("cpu", enabled=False):
        scores = torch.einsum("nhd,nhtd->nht", q[row, :, position].float(), k[row].float()) / math.sqrt(q.shape[-1])
    later = torch.arange(k.shape[2]) > position[:, None]
    shares = scores.masked_fill(later[:, None], -math.inf).log_softmax(-1)
    return shares[torch.arange(len(row)), :, places[row, position]]


class Muon:
    """Momentum whose updates have all singular values near one (Newton-Schulz, five steps)."""

    def __init__(self, parameters):
        self.state = [(p, torch.zeros_like(p)) for p in parameters]

    @torch.no_grad()
    def step(self, rate):
        for p, momentum in self.state:
            momentum.mul_(0.95).add_(p.grad)
            x = (p.grad + 0.95 * momentum).bfloat16()
            tall = x.shape[0] > x.shape[1]
            x = x.T if tall else x
            x = x / (x.norm() + 1e-7)
            for _ in range(5):
                a = x @ x.T
                x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
            p.mul_(1 - 0.02 * rate).add_(x.T if tall else x, alpha=-rate * 0.2 * math.sqrt(max(p.shape)))


def read_documents(directory, tokenizer):
    """Per document: task, ids before the first question with and without filler, (question, answer, bridge) ids, and
    the same of its statements, each ending with an answer. Bridge is the first id of the name that a question of two
    steps goes by, or -100."""
    templates, documents = {}, []
    ids = lambda text: np.array(tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int16)
    begin, end, user, assistant = (tokenizer.token_to_id(f"<|{n}|>") for n in ("begin", "end", "user", "assistant"))
    for line in open(directory / "training.jsonl"):
        d = json.loads(line)
        if d["task"] not in templates:
            templates[d["task"]] = (PROMPTS / f"{d['task']}.txt").read_text()
        before, after = templates[d["task"]].split("{context}")
        head, tail = after.split("{input}") if "{input}" in after else (after, "")
        cut = head.rfind("Question:") if tail else len(head)
        prefix = lambda text: np.append(np.array([begin, user], np.int16), ids((before + text + head[:cut]).lstrip()))
        asked = lambda q: np.append(ids((head[cut:] + q + tail).rstrip() if tail else ""), assistant).astype(np.int16)
        # The blank makes a name the token that it is in the middle of a sentence.
        facts = list(zip(d["questions"], d["answers"], d["statements"]))
        pairs = [(asked(q), np.append(ids(" " + a), end).astype(np.int16), bridge_of(s, ids)) for q, a, s in facts]
        told = [(ids(" " + s[: s.rindex(a)].strip()), ids(" " + a), IGNORED) for q, a, s in facts if q]
        bare = without_filler(d["context"], d["statements"])
        documents.append((d["task"], prefix(d["context"]), prefix(bare), pairs, told))
    return documents


def bridge_of(statement, ids):
    """First id of the name that joins the two sentences of a statement, which the first of them ends with."""
    steps = re.fullmatch(r"[^.]* is ([^.]*)\. [^.]*\.", statement)
    return int(ids(" " + steps[1])[0]) if steps else IGNORED


def without_filler(context, statements):
    said = " ".join(statements)
    keep = lambda s: s.startswith("Passage") or s[-25:] in said
    paragraphs = (" ".join(filter(keep, re.split(r"(?<=\.) ", p))) for p in context.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip()


def document_sequence(document, limit, bare, restated):
    """The document, then its questions and answers; a share of them as statements to be ended."""
    task, full, thin, pairs, told = document
    prefix = thin if bare else full
    ids, targets, length = [prefix], [np.full(len(prefix), IGNORED)], len(prefix)
    bridges, places = [np.full(len(prefix), IGNORED)], [np.full(len(prefix), IGNORED)]
    order = random.sample(range(len(pairs)), len(pairs))
    if task in TWO_STEPS and random.random() < 0.8:
        order.sort(key=lambda i: i >= len(pairs) // 3)  # the questions that need two passages stand first
    for i in order:
        question, answer, bridge = told[i] if told and random.random() < restated else pairs[i]
        if length + len(question) + len(answer) > limit and length > len(prefix):
            break
        ids += [question, answer]
        targets += [np.full(len(question), IGNORED), answer]
        bridges += [np.full(len(question), IGNORED), np.append(bridge, np.full(len(answer) - 1, IGNORED))]
        places += [np.full(len(question), IGNORED), [place_of(prefix, bridge, answer)], bridges[-1][1:]]
        length += len(question) + len(answer)
    ids, *rest = (np.concatenate(parts).astype(np.int64) for parts in (ids, targets, bridges, places))
    return ids[:-1], *(part[1:] for part in rest)


def place_of(prefix, bridge, answer):
    """Where the sentence about the bridge says the answer: BRIDGE is ANSWER, with one or two ids of the bridge."""
    said = (i for i in np.flatnonzero(prefix == answer[0]) if bridge in (prefix[i - 2], prefix[i - 3]))
    return next(said, IGNORED) if bridge != IGNORED else IGNORED


def copy_sequence(names, length):
    n = random.randint(8, length // 3)
    gap = random.randint(0, length - 2 * n)
    some = np.random.choice(names, random.choice([64, 256, len(names)]), replace=False)
    draw = lambda k: np.random.choice(some, k)
    first = draw(n)
    ids = np.concatenate([draw(random.randint(0, 8)), first, draw(gap), first]).astype(np.int64)
    targets = np.full(len(ids), IGNORED)
    targets[-n + 1 :] = first[1:]
    return ids[:-1], targets[1:], *(np.full(len(ids) - 1, IGNORED) for _ in range(2))


def batch_of(sequences):
    longest = max(len(s[0]) for s in sequences)
    parts = [np.full((len(sequences), longest), nothing, dtype=np.int64) for nothing in (0, *[IGNORED] * 3)]
    for row, sequence in enumerate(sequences):
        for part, values in zip(parts, sequence):
            part[row, : len(values)] = values
    return [torch.from_numpy(part) for part in parts]


class Curriculum:
    """Which documents come next."""

    def __init__(self, documents, beginner, copying, tokens, two_steps):
        self.documents = documents + [d for d in documents if d[0] in TWO_STEPS] * two_steps
        self.tokens = tokens
        self.names = np.unique(np.concatenate([a[:-1] for d in documents[:3000] for _, a, _ in d[3]]))
        self.copying = 0.9 if copying else 0.0
        self.bare, self.limit, self.restated = (True, 300, 0.5 if copying else 0.15) if beginner else (False, 1600, 0.1)
        self.copied = self.right = 0.0
        self.sort()

    def sort(self):
        length = lambda d: len(d[2] if self.bare else d[1])
        self.documents.sort(key=length)
        self.lengths = [length(d) for d in self.documents]

    def batch(self):
        if self.copying > 0 and random.random() < self.copying:
            width = random.choice([32, 64, 128, 256])
            return True, batch_of([copy_sequence(self.names, width) for _ in range(self.tokens // width)])
        most = max(60, int(np.searchsorted(self.lengths, self.limit)))
        middle = random.randrange(most)
        width = max(int(self.lengths[min(middle, most - 1)] * 1.05) + 350, 350)
        near = range(max(0, middle - 60), min(most, middle + 60))
        bare = self.bare or random.random() < 0.4
        chosen = random.sample(near, max(1, min(len(near), self.tokens // width)))
        return False, batch_of([document_sequence(self.documents[i], width, bare, self.restated) for i in chosen])

    def learn(self, copy, right, done):
        if copy:
            self.copied = 0.95 * self.copied + 0.05 * right
            self.copying = 0.0 if self.copied > 0.9 else self.copying
            return
        self.right = 0.97 * self.right + 0.03 * right
        if self.bare and (done > 0.5 or self.right > 0.9 and self.limit > 600):
            self.bare, self.limit, self.restated = False, 1600, 0.1
            self.sort()
        elif self.bare and self.right > 0.85 and self.limit < 900:
            self.limit, self.right = int(self.limit * 1.4), 0.6


def answers_right(model, held_out, questions):
    """Share of whole answers that are right, by task; every answer token given the right ones before it."""
    right, count = {}, {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for task, prefix, _, pairs, _ in held_out:
            for question, answer, _ in pairs[:questions]:
                ids = np.concatenate([prefix, question, answer]).astype(np.int64)
                targets = np.full(len(ids), IGNORED)
                targets[-len(answer) :] = answer
                logits, wanted = model(*batch_of([(ids[:-1], targets[1:])])[:2])
                right[task] = right.get(task, 0) + bool((logits.argmax(-1) == wanted).all())
                count[task] = count.get(task, 0) + 1
    return {task: round(right[task] / count[task], 3) for task in sorted(count)}


def new_config(args, tokenizer):
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
        "hidden_size": 192, "num_hidden_layers": args.layers or 5, "num_attention_heads": 6,
        "num_key_value_heads": 2, "head_dim": 32, "intermediate_size": 512,
        "vocab_size": -(-tokenizer.get_vocab_size() // 64) * 64, "max_position_embeddings": 4096,
        "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": True, "attention_bias": False,
        "mlp_bias": False, "torch_dtype": "float16", "bos_token_id": tokenizer.token_to_id("<|begin|>"),
        "eos_token_id": tokenizer.token_to_id("<|end|>"),
    }


def decoder(directory, layers=None):
    config = json.loads((directory / "config.json").read_text())
    config["num_hidden_layers"] = layers or config["num_hidden_layers"]
    model = Decoder(config)
    model.load(directory)
    return model


def loss_of(model, teacher, depth, ids, targets, bridges, places):
    """Loss, share of right tokens, and of right first tokens of answers that need a bridge, of bridges, and of
    attention at the right place; with depth 0 bridges are left out."""
    steps = None
    with torch.autocast("cpu", torch.bfloat16):
        logits, wanted, *middle = model(ids, targets, bridges, places, depth) if depth else model(ids, targets)
        loss = F.cross_entropy(logits, wanted)
        hits, joined = logits.argmax(-1) == wanted, (bridges != IGNORED)[targets != IGNORED]
        if depth and joined.any():
            early, bridge, attention = middle
            steps = (hits[joined], early.argmax(-1) == bridge, attention.exp())
            loss = loss + F.cross_entropy(logits[joined], wanted[joined])
            loss = loss + 0.5 * F.cross_entropy(early, bridge) - 0.5 * attention.mean()
        if teacher:
            with torch.no_grad():
                taught = F.log_softmax(teacher(ids, targets)[0], -1)
            loss = loss + F.kl_div(F.log_softmax(logits, -1), taught, reduction="batchmean", log_target=True)
    share = lambda right: right.float().mean().item()
    return loss, share(hits), steps and [share(right) for right in steps]


def save(model, args):
    args.out.mkdir(parents=True, exist_ok=True)
    tensors = {name: p.detach().to(torch.float16).contiguous() for name, p in model.names()}
    save_file(tensors, args.out / "model.safetensors", metadata={"format": "pt"})
    (args.out / "config.json").write_text(json.dumps(model.config, indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (args.out / name).write_text((args.data / name).read_text())


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data", type=Path)
    a.add_argument("out", type=Path)
    a.add_argument("--from", dest="source", type=Path, help="checkpoint to begin with")
    a.add_argument("--teacher", type=Path, help="checkpoint whose probabilities are learned besides the answers")
    a.add_argument("--bare", action="store_true", help="begin with short documents without filler in spite of --from")
    a.add_argument("--layers", type=int)
    a.add_argument("--depth", type=int, default=0, help="layers after which bridges are read; 0: they are not")
    a.add_argument("--minutes", type=float, default=60, help="of the processor, whatever else it does")
    a.add_argument("--tokens", type=int, default=4096, help="of a step")
    a.add_argument("--rate", type=float, default=0.005, help="Muon's; AdamW's is 1.6 times that")
    a.add_argument("--again", action="store_true", help="the layer after bridges begins as the one before")
    a.add_argument("--warmup", type=int, default=100, help="steps until the full rate")
    a.add_argument("--two-steps", type=int, default=0, help="how often more documents with such questions are taken")
    a.add_argument("--seed", type=int, default=7)
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    random.seed(args.seed), np.random.seed(args.seed), torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    documents = read_documents(args.data, tokenizer)
    held_out, documents = documents[:120], documents[120:]
    if args.source:
        model = decoder(args.source, args.layers)
    else:
        model = Decoder(new_config(args, tokenizer))
        model.initialise()
    if args.again:
        model.layers[args.depth].load_state_dict(model.layers[args.depth - 1].state_dict())
    teacher = decoder(args.teacher) if args.teacher else None
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(documents)} documents", flush=True)
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    others = [p for n, p in model.named_parameters() if p.dim() < 2 or "embed" in n]
    muon, adam = Muon(matrices), torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.01)
    beginner = args.bare or not args.source
    curriculum = Curriculum(documents, beginner, not args.source, args.tokens, args.two_steps)
    start, step, done = time.process_time(), 0, 0.0
    two = [0.0, 0.0, 0.0]
    while done < 1:
        rate = args.rate * min(1, (step + 1) / args.warmup) * (1 if done < 0.6 else 0.03 + 0.97 * (1 - done) / 0.4)
        copy, batch = curriculum.batch()
        loss, right, steps = loss_of(model, teacher, args.depth, *batch)
        if steps:
            two = [0.95 * old + 0.05 * new for old, new in zip(two, steps)]
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        muon.step(rate)
        for group in adam.param_groups:
            group["lr"] = 1.6 * rate
        adam.step()
        curriculum.learn(copy, right, done)
        step += 1
        done = (time.process_time() - start) / 60 / args.minutes
        if step % 50 == 0:
            print(f"{step} {'bare' if curriculum.bare else 'full'} up to {curriculum.limit} tokens, loss {loss.item():.3f}, "
                  f"right {curriculum.right:.3f}, two steps {two[0]:.3f}, bridges {two[1]:.3f}, "
                  f"places {two[2]:.2f}, copied {curriculum.copied:.2f}, {100 * done:.0f} %", flush=True)
            save(model, args)
    record = {"seed": args.seed, "steps": step, "tokensPerStep": args.tokens, "minutes": args.minutes,
              "threads": args.threads, "parameters": sum(p.numel() for p in model.parameters()),
              "answersRight": answers_right(model, held_out, 4), "torch": torch.__version__}
    print(record)
    save(model, args)
    (args.out / "training.json").write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
