"""Trains the prompt compressor of the embedded study: a small BERT that says of every token whether to keep it.

    submit/local.sh sample --out DIR --training 9000 --seed 2
    python notebooks/train_sample_compressor.py DIR src/main/resources/sample/compressor

A sentence is worth keeping when an answer is in it or it is in an answer; its tokens have label 1, those of all other
sentences 0. That is what a large model's compressed texts teach LLMLingua-2, without the large model.

Needs torch, transformers and tokenizers. One core, about four minutes.
"""

import argparse
import json
import random
import re
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForTokenClassification

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
MARKERS = 100  # rows for the tokens that the compressor adds to protect forced words
PIECES = 1000
LENGTH = 512
IGNORED = -100


def sentences(context):
    return [s for s in re.split(r"(?<=\.)\s+|\n+", context) if s]


def worth_keeping(sentence, answers):
    words = sentence.rstrip(".").split()
    tail = " ".join(words[-5:])
    return any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", sentence) or tail in a for a in answers)


def wordpiece(texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    characters = [chr(c) for c in range(33, 127)]
    trainer = trainers.WordPieceTrainer(vocab_size=PIECES, special_tokens=SPECIAL, initial_alphabet=characters,
                                        show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", ends)
    return tokenizer


def sequence(document, tokenizer):
    """At most 510 tokens of the document, from a random sentence on, between the end tokens."""
    lines = sentences(document["context"])
    ids, labels = [tokenizer.token_to_id("[CLS]")], [IGNORED]
    for line in lines[random.randrange(len(lines)):]:
        tokens = tokenizer.encode(line, add_special_tokens=False).ids
        if len(ids) + len(tokens) >= LENGTH:
            break
        ids += tokens
        labels += [int(worth_keeping(line, document["answers"]))] * len(tokens)
    return ids + [tokenizer.token_to_id("[SEP]")], labels + [IGNORED]


def batch(documents, tokenizer):
    rows = [sequence(d, tokenizer) for d in documents]
    longest = max(len(ids) for ids, _ in rows)
    pad = lambda values, fill: torch.tensor([v + [fill] * (longest - len(v)) for v in values])
    ids, labels = pad([r[0] for r in rows], 0), pad([r[1] for r in rows], IGNORED)
    return ids, (ids != 0).long(), labels


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data", type=Path)
    a.add_argument("out", type=Path)
    a.add_argument("--steps", type=int, default=600)
    a.add_argument("--seed", type=int, default=3)
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    random.seed(args.seed), torch.manual_seed(args.seed)
    documents = [json.loads(line) for line in open(args.data / "training.jsonl")]
    held_out, documents = documents[:60], documents[60:]
    tokenizer = wordpiece(d["context"] for d in documents[:1500])
    size = tokenizer.get_vocab_size()
    config = BertConfig(vocab_size=size + MARKERS, hidden_size=64, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=128, max_position_embeddings=LENGTH, hidden_dropout_prob=0.0,
                        attention_probs_dropout_prob=0.0, num_labels=2)
    model = BertForTokenClassification(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    start = time.time()
    for step in range(args.steps):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 50) * (1 - step / args.steps)
        ids, mask, labels = batch(random.sample(documents, 8), tokenizer)
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 49:
            print(f"{step + 1} loss {loss.item():.4f} {(time.time() - start) / (step + 1):.2f} s/step", flush=True)
    with torch.no_grad():
        ids, mask, labels = batch(held_out, tokenizer)
        found = model(input_ids=ids, attention_mask=mask).logits.argmax(-1)
    asked = labels != IGNORED
    accuracy = (found == labels)[asked].float().mean().item()
    kept = labels[asked].float().mean().item()
    print(f"held out: {accuracy:.4f} of the tokens right, {kept:.3f} worth keeping")
    args.out.mkdir(parents=True, exist_ok=True)
    model.to(torch.float16).save_pretrained(args.out, safe_serialization=True)
    tokenizer.save(str(args.out / "tokenizer.json"))
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL))
    (args.out / "tokenizer_config.json").write_text(json.dumps(
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": LENGTH, **names}, indent=2) + "\n")
    record = {"seed": args.seed, "steps": args.steps, "minutes": round((time.time() - start) / 60, 1),
              "heldOutAccuracy": round(accuracy, 4), "worthKeeping": round(kept, 3), "torch": torch.__version__}
    (args.out / "training.json").write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
