# Keeps every key and value as it came, in memory taken once for the whole sequence.

class FullCache:
  keys : Tensor  # [kv_heads, capacity, head_dim]
  values : Tensor
  length : int

  def __init__(self: __torch__.cache_full.FullCache, shape: List[int], like: Tensor) -> NoneType:
    self.keys = torch.empty(shape, dtype=ops.prim.dtype(like), device=like.device)
    self.values = torch.empty_like(self.keys)
    self.length = 0

  def attend(self: __torch__.cache_full.FullCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    self.append(k, v)
    keys, values = self.tokens()
    return __torch__.attention.causal(q, keys, values)

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
