# Keeps every key and value as it came, while a query may still see it: a ring of one window's tokens.

class WindowCache:
  scoring : __torch__.scoring.Scoring
  keys : Tensor  # [kv_heads, window, head_dim]; the token at position i stands at i % window
  values : Tensor
  length : int  # tokens so far

  # shape [kv_heads, window, head_dim]
  def __init__(self: __torch__.cache_window.WindowCache, shape: List[int], like: Tensor, scoring: __torch__.scoring.Scoring) -> NoneType:
    self.scoring = scoring
    self.keys = torch.empty(shape, dtype=ops.prim.dtype(like), device=like.device)
    self.values = torch.empty_like(self.keys)
    self.length = 0

  def attend(self: __torch__.cache_window.WindowCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    if k.shape[1] == 1:
      self.append(k, v)
      held = min(self.length, self.keys.shape[1])
      return self.scoring.causal(q, torch.narrow(self.keys, 1, 0, held), torch.narrow(self.values, 1, 0, held))
    past = min(self.length, self.keys.shape[1] - 1)
    keys = torch.cat([self.newest(self.keys, past), k], 1)
    values = torch.cat([self.newest(self.values, past), v], 1)
    self.append(k, v)
    return self.scoring.causal(q, keys, values)

  def attend_token(self: __torch__.cache_window.WindowCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    dtype = ops.prim.dtype(self.keys)
    return self.attend(q.unsqueeze(1).to(dtype), k.unsqueeze(1).to(dtype), v.unsqueeze(1).to(dtype)).to(torch.float32)

  # The newest tokens of keys or values, in order.
  def newest(self: __torch__.cache_window.WindowCache, ring: Tensor, count: int) -> Tensor:
    first = (self.length - count) % ring.shape[1]
    until = min(first + count, ring.shape[1])
    part = ring[:, first:until]
    if until - first < count:
      part = torch.cat([part, ring[:, :count - (until - first)]], 1)
    return part

  def append(self: __torch__.cache_window.WindowCache, k: Tensor, v: Tensor) -> NoneType:
    self.length = self.length + k.shape[1]
    self.put(self.keys, k)
    self.put(self.values, v)
    return None

  # The last of some tokens, which end with the newest.
  def put(self: __torch__.cache_window.WindowCache, ring: Tensor, x: Tensor) -> NoneType:
    count = min(x.shape[1], ring.shape[1])
    first = (self.length - count) % ring.shape[1]
    until = min(first + count, ring.shape[1])
    start = x.shape[1] - count
    split = start + until - first
    ring[:, first:until].copy_(x[:, start:split])
    ring[:, :x.shape[1] - split].copy_(x[:, split:])
    return None

  def end_pass(self: __torch__.cache_window.WindowCache) -> NoneType:
    return None

  def bytes(self: __torch__.cache_window.WindowCache) -> int:
    return 2 * self.keys.numel() * self.keys.element_size()

  def tokens(self: __torch__.cache_window.WindowCache) -> Tuple[Tensor, Tensor]:
    held = min(self.length, self.keys.shape[1])
    return (self.newest(self.keys, held), self.newest(self.values, held))

  def tensors(self: __torch__.cache_window.WindowCache) -> List[Tensor]:
    return [self.keys, self.values]

  def lengths(self: __torch__.cache_window.WindowCache) -> List[int]:
    return [0, min(self.length, self.keys.shape[1])]

  def positions(self: __torch__.cache_window.WindowCache) -> List[Tensor]:
    return annotate(List[Tensor], [])
