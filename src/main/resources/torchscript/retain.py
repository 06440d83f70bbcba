# From scores to what stays, and the attention weights that scores are made of.

# The `count` best tokens of every head, [kv_heads, tokens], of equal ones the first.
def best(scores: Tensor, count: int) -> List[Tensor]:
  order = torch.argsort(scores, stable=True, dim=1, descending=True)
  kept, _0 = torch.sort(order[:, :count], 1)
  return torch.unbind(kept)

# The tokens of one head [1, tokens, head_dim] at some positions.
def gather(x: Tensor, head: int, positions: Tensor) -> Tensor:
  return torch.index_select(x[head:head + 1], 1, positions)

# The newest `count` queries [heads, tokens, head_dim], of those before a chunk and the chunk's.
def newest(before: List[Tensor], q: Tensor, count: int) -> List[Tensor]:
  if len(before) > 0 and q.shape[1] < count:
    q = torch.cat([before[0], q], 1)
  return [q[:, max(0, q.shape[1] - count):].clone()]

# What the queries of one kv head's group [group, rows, head_dim] attend to, of which the last stands
# at the last of the keys [keys, head_dim]: [group, rows, keys], float32.
def weights(q: Tensor, keys: Tensor) -> Tensor:
  rows = q.shape[1]
  scores = torch.matmul(q.to(torch.float32).mul(float(q.shape[2]) ** -0.5), keys.to(torch.float32).t())
  places = torch.arange(rows, device=q.device)
  later = torch.gt(places, places.unsqueeze(1))
  torch.narrow(scores, 2, keys.shape[0] - rows, rows).masked_fill_(later, -inf)
  return torch.softmax(scores, 2)

# The queries of one kv head's group.
def group(q: Tensor, kv_heads: int, head: int) -> Tensor:
  size = q.shape[0] // kv_heads
  return torch.narrow(q, 0, head * size, size)

# One score from those of a group's heads [group, tokens].
def reduced(scores: Tensor, largest: bool) -> Tensor:
  if largest:
    return torch.amax(scores, 0)
  return torch.mean(scores, 0)

# Scores [kv_heads, tokens] behind which `count` more tokens always stay.
def with_protected(scores: Tensor, count: int) -> Tensor:
  highest = torch.max(scores).item()
  return torch.constant_pad_nd(scores, [0, count], highest + 1.)

# Adds to sums [heads, keys] what a chunk's queries attend to each key, some rows at a time.
def add_attended(sums: Tensor, q: Tensor, keys: Tensor) -> NoneType:
  tokens = q.shape[1]
  past = keys.shape[1] - tokens
  kv_heads = keys.shape[0]
  size = q.shape[0] // kv_heads
  step = max(1, 4194304 // (size * keys.shape[1]))
  for head in range(kv_heads):
    queries = __torch__.retain.group(q, kv_heads, head)
    target = torch.narrow(sums, 0, head * size, size)
    start = 0
    while start < tokens:
      end = min(start + step, tokens)
      attended = __torch__.retain.weights(queries[:, start:end], keys[head, :past + end])
      target[:, :past + end].add_(torch.sum(attended, [1]))
      start = end
  return None

# Sums [heads, keys] with zeros for the keys that are new.
def widened(sums: List[Tensor], heads: int, keys: Tensor) -> List[Tensor]:
  if len(sums) == 0:
    return [torch.zeros([heads, keys.shape[1]], dtype=torch.float32, device=keys.device)]
  return [torch.constant_pad_nd(sums[0], [0, keys.shape[1] - sums[0].shape[1]])]
