"""Writes the decoder checkpoint of the embedded study.

    submit/local.sh sample --out DIR --training 150 --seed 2
    python notebooks/train_sample_model.py DIR src/main/resources/sample/base --steps 0

gives the files that are committed: seeded weights, not trained. More documents and steps train on the generated
documents; that was started once and never brought to an end, so nothing is known of what it reaches.

Needs torch, tokenizers, safetensors and numpy. Training begins with a copying task (a random sequence, a gap of
varying length, the sequence again), then takes documents with many questions each, short ones first: the longest
document grows whenever nine of ten answers are right. The loss is on answers only.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Tokenizer

PROMPTS = Path(__file__).parent.parent / "src/main/resources/prompts"
IGNORED = -100


class Rotary(torch.nn.Module):
    def __init__(self, head_dim, theta, length):
        super().__init__()
        inverse = theta ** (-torch.arange(0, head_dim, 2).float() / head_dim)
        angles = torch.outer(torch.arange(length).float(), inverse)
        angles = torch.cat([angles, angles], dim=-1)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def forward(self, x):  # [batch, heads, tokens, head_dim]
        cos, sin = self.cos[: x.shape[2]], self.sin[: x.shape[2]]
        half = x.shape[-1] // 2
        turned = torch.cat([-x[..., half:], x[..., :half]], dim=-1)
        return (x * cos + turned * sin).to(x.dtype)


class Norm(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(hidden))

    def forward(self, x):
        return F.rms_norm(x.float(), (x.shape[-1],), self.weight, 1e-5)


class Block(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        linear = lambda i, o: torch.nn.Linear(i, o, bias=False)
        width = c["head_dim"]
        self.heads, self.kv_heads = c["num_attention_heads"], c["num_key_value_heads"]
        self.input_layernorm = Norm(c["hidden_size"])
        self.q_proj = linear(c["hidden_size"], self.heads * width)
        self.k_proj = linear(c["hidden_size"], self.kv_heads * width)
        self.v_proj = linear(c["hidden_size"], self.kv_heads * width)
        self.o_proj = linear(self.heads * width, c["hidden_size"])
        self.post_attention_layernorm = Norm(c["hidden_size"])
        self.gate_proj = linear(c["hidden_size"], c["intermediate_size"])
        self.up_proj = linear(c["hidden_size"], c["intermediate_size"])
        self.down_proj = linear(c["intermediate_size"], c["hidden_size"])

    def forward(self, x, rotary):
        b, t, _ = x.shape
        h = self.input_layernorm(x)
        split = lambda y, n: y.view(b, t, n, -1).transpose(1, 2)
        q, k = rotary(split(self.q_proj(h), self.heads)), rotary(split(self.k_proj(h), self.kv_heads))
        v = split(self.v_proj(h), self.kv_heads)
        k, v = (y.repeat_interleave(self.heads // self.kv_heads, dim=1) for y in (k, v))
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o_proj(a.transpose(1, 2).reshape(b, t, -1))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h))


class Decoder(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = torch.nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.rotary = Rotary(c["head_dim"], c["rope_theta"], c["max_position_embeddings"])
        self.layers = torch.nn.ModuleList(Block(c) for _ in range(c["num_hidden_layers"]))
        self.norm = Norm(c["hidden_size"])
        for name, p in self.named_parameters():
            if p.dim() == 2:
                scale = 0.5 if name.endswith(("o_proj.weight", "down_proj.weight")) else 1.0
                torch.nn.init.normal_(p, std=0.02 if "embed" in name else scale / math.sqrt(p.shape[1]))

    def forward(self, ids, targets):
        """Loss, right answers and answers; targets hold -100 wherever nothing is asked."""
        x = self.embed_tokens(ids)
        for layer in self.layers:
            x = layer(x, self.rotary)
        asked = targets != IGNORED
        logits = F.linear(self.norm(x[asked]), self.embed_tokens.weight).float()
        wanted = targets[asked]
        return F.cross_entropy(logits, wanted), (logits.argmax(-1) == wanted), asked

    def checkpoint(self):
        names = {}
        for name, p in self.named_parameters():
            parts = name.split(".")
            if parts[0] == "layers" and parts[2].endswith("_proj"):
                group = "self_attn" if parts[2][0] in "qkvo" else "mlp"
                name = f"layers.{parts[1]}.{group}.{parts[2]}.weight"
            names["model." + name] = p.detach().to(torch.float16).contiguous()
        return names


def read_documents(directory, tokenizer):
    """Per document: ids before the first question, and (question ids, answer ids) pairs."""
    templates, documents = {}, []
    ids = lambda text: np.array(tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int32)
    begin, end, user, assistant = (tokenizer.token_to_id(f"<|{n}|>") for n in ("begin", "end", "user", "assistant"))
    with open(directory / "training.jsonl") as lines:
        for line in lines:
            d = json.loads(line)
            if d["task"] not in templates:
                templates[d["task"]] = (PROMPTS / f"{d['task']}.txt").read_text()
            before, after = templates[d["task"]].split("{context}")
            head, tail = after.split("{input}") if "{input}" in after else (after, "")
            cut = head.rfind("Question:") if tail else len(head)
            prefix = np.concatenate([[begin, user], ids((before + d["context"] + head[:cut]).lstrip())])
            pairs = []
            for question, answer in zip(d["questions"], d["answers"]):
                asked = ids((head[cut:] + question + tail).rstrip() if tail else "")
                pairs.append((np.append(asked, assistant), np.append(ids(answer), end)))
            documents.append((d["task"], prefix, pairs))
    return documents


def document_sequence(document, limit):
    task, prefix, pairs = document
    ids, targets = [prefix], [np.full(len(prefix), IGNORED)]
    order = list(pairs)
    random.shuffle(order)
    length = len(prefix)
    for question, answer in order:
        if length + len(question) + len(answer) > limit and length > len(prefix):
            break
        ids += [question, answer]
        targets += [np.full(len(question), IGNORED), answer]
        length += len(question) + len(answer)
    ids, targets = np.concatenate(ids), np.concatenate(targets)
    return ids[:-1], targets[1:]


def copy_sequence(vocabulary, length):
    n = random.randint(8, length // 3)
    gap = random.randint(0, length - 2 * n)
    draw = lambda k: np.random.randint(260, vocabulary, k)
    first = draw(n)
    ids = np.concatenate([draw(random.randint(0, 8)), first, draw(gap), first])
    targets = np.full(len(ids), IGNORED)
    targets[-n + 1 :] = first[1:]
    return ids[:-1], targets[1:]


def batch_of(sequences):
    longest = max(len(s[0]) for s in sequences)
    ids = np.zeros((len(sequences), longest), dtype=np.int64)
    targets = np.full((len(sequences), longest), IGNORED, dtype=np.int64)
    for row, (i, t) in enumerate(sequences):
        ids[row, : len(i)], targets[row, : len(t)] = i, t
    return torch.from_numpy(ids), torch.from_numpy(targets)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data", type=Path)
    a.add_argument("out", type=Path)
    a.add_argument("--steps", type=int, default=6000)
    a.add_argument("--minutes", type=float, default=1e9)
    a.add_argument("--tokens", type=int, default=8192, help="tokens of a step")
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--layers", type=int, default=5)
    a.add_argument("--hidden", type=int, default=192)
    a.add_argument("--ffn", type=int, default=512)
    a.add_argument("--seed", type=int, default=7)
    a.add_argument("--resume", type=Path)
    args = a.parse_args()
    random.seed(args.seed), np.random.seed(args.seed), torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
        "hidden_size": args.hidden, "num_hidden_layers": args.layers, "num_attention_heads": args.hidden // 32,
        "num_key_value_heads": args.hidden // 96, "head_dim": 32, "intermediate_size": args.ffn,
        "vocab_size": -(-size // 64) * 64, "max_position_embeddings": 4096, "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0, "tie_word_embeddings": True, "attention_bias": False, "mlp_bias": False,
        "torch_dtype": "float16", "bos_token_id": tokenizer.token_to_id("<|begin|>"),
        "eos_token_id": tokenizer.token_to_id("<|end|>"),
    }
    documents = read_documents(args.data, tokenizer)
    held_out, documents = documents[:120], documents[120:]
    documents.sort(key=lambda d: len(d[1]))
    lengths = np.array([len(d[1]) for d in documents])
    print(f"{len(documents)} documents, {lengths.min()} to {lengths.max()} tokens", flush=True)
    model = Decoder(config)
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    if args.resume:
        model.load_state_dict(torch.load(args.resume))
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98))
    limit, copying, accuracy, start, rates = (384 if not args.resume else 1600), not args.resume, 0.0, time.time(), {}
    step = 0
    while step < args.steps:
        done = max(step / args.steps, (time.time() - start) / (60 * args.minutes))
        if done >= 1:
            break
        rate = args.rate * min(1, (step + 1) / 200) * (1 if done < 0.6 else 0.02 + 0.98 * (1 - done) / 0.4)
        for group in optimizer.param_groups:
            group["lr"] = rate
        if copying:
            task, width = "copy", random.choice([64, 128, 256])
            sequences = [copy_sequence(size, width) for _ in range(args.tokens // width)]
        else:
            task, most = "documents", int(np.searchsorted(lengths, limit))
            middle = random.randrange(most)
            width = min(limit, int(lengths[middle] * 1.15) + 350)
            near = range(max(0, middle - 60), min(most, middle + 60))
            sequences = [document_sequence(documents[i], width)
                         for i in random.sample(near, max(1, min(len(near), args.tokens // width)))]
        ids, targets = batch_of(sequences)
        with torch.autocast("cpu", torch.bfloat16):
            loss, right, asked = model(ids, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        accuracy = 0.97 * accuracy + 0.03 * right.float().mean().item()
        if copying and (accuracy > 0.85 or step > 1500):
            copying, accuracy = False, 0.0
        elif not copying and accuracy > 0.9 and limit < 1900:
            limit, accuracy = int(limit * 1.25), 0.6
        step += 1
        if step % 50 == 0:
            print(f"{step} {task} limit {limit} loss {loss.item():.3f} accuracy {accuracy:.3f} "
                  f"{(time.time() - start) / step:.2f} s/step", flush=True)
        if step % 250 == 0:
            evaluate(model, held_out)
            torch.save(model.state_dict(), args.data / "state.pt")
    rates = evaluate(model, held_out)
    args.out.mkdir(parents=True, exist_ok=True)
    save_file(model.checkpoint(), args.out / "model.safetensors", metadata={"format": "pt"})
    (args.out / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (args.out / name).write_text((args.data / name).read_text())
    record = {"seed": args.seed, "steps": step, "tokensPerStep": args.tokens, "minutes": round((time.time() - start) / 60, 1),
              "answersRight": rates, "torch": torch.__version__}
    (args.out / "training.json").write_text(json.dumps(record, indent=2) + "\n")


def evaluate(model, held_out):
    """Share of whole answers that are right, by task; every answer token given the right ones before it."""
    right, count = {}, {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for task, prefix, pairs in held_out:
            for question, answer in pairs[:2]:
                ids = np.concatenate([prefix, question, answer])
                targets = np.full(len(ids), IGNORED)
                targets[-len(answer):] = answer
                batch, wanted = batch_of([(ids[:-1], targets[1:])])
                _, good, _ = model(batch, wanted)
                right[task] = right.get(task, 0) + int(good.all())
                count[task] = count.get(task, 0) + 1
    rates = {task: round(right[task] / count[task], 3) for task in sorted(count)}
    print("held out:", rates, flush=True)
    return rates


if __name__ == "__main__":
    main()
