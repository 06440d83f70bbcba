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
    return __torch__.attention.causal(q, self.keys[:, :self.length], self.values[:, :self.length])

  def append(self: __torch__.cache_full.FullCache, k: Tensor, v: Tensor) -> NoneType:
    end = self.length + k.shape[1]
    self.keys[:, self.length:end].copy_(k)
    self.values[:, self.length:end].copy_(v)
    self.length = end
    return None

  def end_pass(self: __torch__.cache_full.FullCache) -> NoneType:
    return None

  def bytes(self: __torch__.cache_full.FullCache) -> int:
    return 2 * self.keys.numel() * self.keys.element_size()

  def tokens(self: __torch__.cache_full.FullCache) -> Tuple[Tensor, Tensor]:
    return (self.keys[:, :self.length], self.values[:, :self.length])

  def tensors(self: __torch__.cache_full.FullCache) -> List[Tensor]:
    return [self.keys, self.values]

  def lengths(self: __torch__.cache_full.FullCache) -> List[int]:
    return [0, self.length]
