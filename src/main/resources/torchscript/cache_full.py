# Keeps every key and value as it came, in memory taken once for the whole sequence.

class FullCache:
  keys : Tensor  # [kv_heads, capacity, head_dim]
  values : Tensor
  scoring : __torch__.scoring.Scoring
  length : int
  zero : Tensor  # [1, 1, 1]
  wide_keys : Tensor  # [kv_heads, head_dim, capacity], float32 copies for single tokens of small layers
  wide_values : Tensor
  widened : int  # tokens in them; behind length until the next single token needs them

  def __init__(self: __torch__.cache_full.FullCache, shape: List[int], like: Tensor, scoring: __torch__.scoring.Scoring) -> NoneType:
    self.scoring = scoring
    self.keys = torch.empty(shape, dtype=ops.prim.dtype(like), device=like.device)
    self.values = torch.empty_like(self.keys)
    self.length = 0
    self.zero = torch.zeros([1, 1, 1])
    self.wide_keys = like
    self.wide_values = like
    self.widened = -1

  def attend(self: __torch__.cache_full.FullCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    self.append(k, v)
    keys, values = self.tokens()
    return self.scoring.causal(q, keys, values)

  # Two products and a softmax over float32 copies (of 2 MB a layer at most): half of the flash
  # kernel's time up to 512 tokens, nine tenths of it at the limit.
  def attend_token(self: __torch__.cache_full.FullCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    past = self.length
    if self.keys.numel() > 262144:
      dtype = ops.prim.dtype(self.keys)
      return self.attend(q.unsqueeze(1).to(dtype), k.unsqueeze(1).to(dtype), v.unsqueeze(1).to(dtype)).to(6)
    if self.widened != past:
      self.wide_keys = self.keys.to(6).transpose(1, 2).contiguous()
      self.wide_values = self.values.to(6)
    self.length = past + 1
    self.widened = past + 1
    torch.select(self.wide_keys, 2, past).copy_(torch.select(self.keys, 1, past).copy_(k))
    torch.select(self.wide_values, 1, past).copy_(torch.select(self.values, 1, past).copy_(v))
    keys = torch.narrow(self.wide_keys, 2, 0, past + 1)
    values = torch.narrow(self.wide_values, 1, 0, past + 1)
    heads = q.view([k.shape[0], -1, q.shape[1]])
    scores = torch.baddbmm(self.zero, heads, keys, beta=0, alpha=float(q.shape[1]) ** -0.5)
    return torch.bmm(torch.softmax(scores, 2), values)

  def append(self: __torch__.cache_full.FullCache, k: Tensor, v: Tensor) -> NoneType:
    torch.narrow(self.keys, 1, self.length, k.shape[1]).copy_(k)
    torch.narrow(self.values, 1, self.length, k.shape[1]).copy_(v)
    self.length = self.length + k.shape[1]
    return None

  def end_pass(self: __torch__.cache_full.FullCache) -> NoneType:
    return None

  def bytes(self: __torch__.cache_full.FullCache) -> int:
    return 2 * self.keys.numel() * self.keys.element_size()

  def tokens(self: __torch__.cache_full.FullCache) -> Tuple[Tensor, Tensor]:
    return (torch.narrow(self.keys, 1, 0, self.length), torch.narrow(self.values, 1, 0, self.length))

  def tensors(self: __torch__.cache_full.FullCache) -> List[Tensor]:
    return [self.keys, self.values]

  def lengths(self: __torch__.cache_full.FullCache) -> List[int]:
    return [0, self.length]

  def positions(self: __torch__.cache_full.FullCache) -> List[Tensor]:
    return annotate(List[Tensor], [])
