# Attention over scores that approach a cap, for which no device has a fused kernel. Some rows at a
# time, so that no more than some millions of scores stand in memory. Pairs as in attention.py,
# float32; q is folded.

def over_all(q: Tensor, k: Tensor, v: Tensor, cap: float) -> Tuple[Tensor, Tensor]:
  rows = q.shape[1]
  step = __torch__.capped.step(k)
  keys = __torch__.capped.wide_keys(k, cap)
  values = v.to(torch.float32)
  out = annotate(List[Tensor], [])
  lse = annotate(List[Tensor], [])
  start = 0
  while start < rows:
    end = min(start + step, rows)
    pair = __torch__.capped.weighted(__torch__.capped.scores(q[:, start:end], keys, cap), values)
    out.append(pair[0])
    lse.append(pair[1])
    start = end
  return (torch.cat(out, 1), torch.cat(lse, 1))

# As many keys as queries, query i against keys 0..i.
def over_new(q: Tensor, k: Tensor, v: Tensor, cap: float) -> Tuple[Tensor, Tensor]:
  tokens = k.shape[1]
  heads = q.view([k.shape[0], -1, tokens, q.shape[2]])
  group = heads.shape[1]
  step = max(1, __torch__.capped.step(k) // group)
  keys = __torch__.capped.wide_keys(k, cap)
  values = v.to(torch.float32)
  out = annotate(List[Tensor], [])
  lse = annotate(List[Tensor], [])
  start = 0
  while start < tokens:
    end = min(start + step, tokens)
    rows = heads[:, :, start:end].reshape([k.shape[0], -1, q.shape[2]])
    scores = __torch__.capped.scores(rows, keys[:, :, :end], cap)
    places = torch.arange(end, device=k.device)
    later = torch.gt(places, places[start:].unsqueeze(1))
    scores.view([k.shape[0], group, end - start, end]).masked_fill_(later, -inf)
    pair = __torch__.capped.weighted(scores, values[:, :end])
    out.append(pair[0].view([k.shape[0], group, end - start, q.shape[2]]))
    lse.append(pair[1].view([k.shape[0], group, end - start]))
    start = end
  return (torch.cat(out, 2).view(q.shape), torch.cat(lse, 2).view([q.shape[0], q.shape[1]]))

# Rows of 4 million scores.
def step(k: Tensor) -> int:
  return max(1, 4194304 // (k.shape[0] * k.shape[1]))

# Keys [kv_heads, head_dim, tokens], scaled so that products are scores divided by the cap.
def wide_keys(k: Tensor, cap: float) -> Tensor:
  return k.to(torch.float32).transpose(1, 2).mul(float(k.shape[2]) ** -0.5 / cap)

def scores(q: Tensor, keys: Tensor, cap: float) -> Tensor:
  return torch.matmul(q.to(torch.float32), keys).tanh_().mul_(cap)

def weighted(scores: Tensor, values: Tensor) -> Tuple[Tensor, Tensor]:
  lse = torch.logsumexp(scores, [2])
  return (torch.matmul(scores.sub_(lse.unsqueeze(2)).exp_(), values), lse)
