# KIVI: keys per channel in blocks of `residual` tokens, values per token with the newest `residual`
# always as they came. Nothing is quantized twice, and a token only after the pass that brought it. In
# a layer with a window, blocks go that no query will see.

class KiviCache:
  scoring : __torch__.scoring.Scoring
  keys : __torch__.packed.Packed
  values : __torch__.packed.Packed
  new_keys : Tensor  # [kv_heads, room, head_dim], those behind keys
  new_values : Tensor  # those behind values: never fewer
  length : int  # tokens
  capacity : int  # tokens that it may hold between two passes
  residual : int
  past : int  # tokens that a coming query sees at most besides its own

  def __init__(self: __torch__.cache_kivi.KiviCache, shape: List[int], like: Tensor, settings: Dict[str, float], scoring: __torch__.scoring.Scoring) -> NoneType:
    self.scoring = scoring
    bits = int(settings["bits"])
    group = int(settings["group_size"])
    residual = int(settings["residual_length"])
    capacity = shape[1]
    self.past = capacity
    if scoring.slides(capacity):
      self.past = scoring.window - 1
      capacity = min(capacity, self.past + residual)
    blocks = [shape[0], capacity // residual * residual, shape[2]]
    self.keys = __torch__.packed.Packed(blocks, like, bits, group, 1)
    self.values = __torch__.packed.Packed([shape[0], max(0, capacity - residual), shape[2]], like, bits, 1, group)
    self.capacity = capacity
    self.residual = residual
    self.length = 0
    room = min(residual + 1, capacity)
    self.new_keys = torch.empty([shape[0], room, shape[2]], dtype=ops.prim.dtype(like), device=like.device)
    self.new_values = torch.empty_like(self.new_keys)

  def attend(self: __torch__.cache_kivi.KiviCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    self.append(k, v)
    kept_keys = self.keys.length
    kept_values = self.values.length
    folded = __torch__.attention.fold(q, k.shape[0])
    if self.scoring.slides(self.length):
      keys, values = self.tokens()
      return self.scoring.causal(q, keys, values)
    full_keys = self.new_keys[:, :self.length - kept_keys]
    full_values = self.new_values[:, kept_keys - kept_values:self.length - kept_values]
    pair = self.scoring.newest(folded, full_keys, full_values, k.shape[1])
    if kept_keys > kept_values:
      mixed = self.scoring.over_all(folded, self.keys.read(kept_values, kept_keys), self.new_values[:, :kept_keys - kept_values])
      pair = __torch__.attention.merge(pair, mixed)
    first = 0
    while first < kept_values:
      last = min(first + self.keys.stretch(), kept_values)
      pair = __torch__.attention.merge(pair, self.scoring.over_all(folded, self.keys.read(first, last), self.values.read(first, last)))
      first = last
    return __torch__.attention.unfold(pair[0].to(ops.prim.dtype(q)), q.shape[0])

  def attend_token(self: __torch__.cache_kivi.KiviCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    dtype = ops.prim.dtype(self.new_keys)
    return self.attend(q.unsqueeze(1).to(dtype), k.unsqueeze(1).to(dtype), v.unsqueeze(1).to(dtype)).to(6)

  def append(self: __torch__.cache_kivi.KiviCache, k: Tensor, v: Tensor) -> NoneType:
    if self.values.length == 0 and self.keys.length == 0:
      self.drop_unseen()
    kept_keys = self.keys.length
    kept_values = self.values.length
    most = max(self.capacity, self.length + k.shape[1])
    self.new_keys = __torch__.recent.append(self.new_keys, self.length - kept_keys, k, most - kept_keys)
    self.new_values = __torch__.recent.append(self.new_values, self.length - kept_values, v, most - kept_values)
    self.length = self.length + k.shape[1]
    return None

  # Whole blocks, so that the others stay as they are.
  def drop_unseen(self: __torch__.cache_kivi.KiviCache) -> NoneType:
    unseen = max(0, self.length - self.past) // self.residual * self.residual
    if unseen > 0:
      packed_keys = min(unseen, self.keys.length)
      packed_values = min(unseen, self.values.length)
      __torch__.recent.drop(self.new_keys, self.length - self.keys.length, unseen - packed_keys)
      __torch__.recent.drop(self.new_values, self.length - self.values.length, unseen - packed_values)
      self.keys.drop(packed_keys)
      self.values.drop(packed_values)
      self.length = self.length - unseen
    return None

  def end_pass(self: __torch__.cache_kivi.KiviCache) -> NoneType:
    self.drop_unseen()
    full_keys = self.length - self.keys.length
    full_values = self.length - self.values.length
    old_keys = full_keys // self.residual * self.residual
    old_values = max(0, full_values - self.residual)
    self.keys.append(self.new_keys[:, :old_keys])
    self.values.append(self.new_values[:, :old_values])
    __torch__.recent.drop(self.new_keys, full_keys, old_keys)
    __torch__.recent.drop(self.new_values, full_values, old_values)
    room = min(self.residual + 1, self.capacity)
    self.new_keys = __torch__.recent.fitted(self.new_keys, full_keys - old_keys, room)
    self.new_values = __torch__.recent.fitted(self.new_values, full_values - old_values, room)
    return None

  def bytes(self: __torch__.cache_kivi.KiviCache) -> int:
    return self.keys.bytes() + self.values.bytes() + 2 * self.new_keys.numel() * self.new_keys.element_size()

  def tokens(self: __torch__.cache_kivi.KiviCache) -> Tuple[Tensor, Tensor]:
    keys = torch.cat([self.keys.read(0, self.keys.length), self.new_keys[:, :self.length - self.keys.length]], 1)
    values = torch.cat([self.values.read(0, self.values.length), self.new_values[:, :self.length - self.values.length]], 1)
    return (keys, values)

  def tensors(self: __torch__.cache_kivi.KiviCache) -> List[Tensor]:
    return self.keys.tensors() + self.values.tensors() + [self.new_keys, self.new_values]

  # Of the keys: fewer values are packed.
  def lengths(self: __torch__.cache_kivi.KiviCache) -> List[int]:
    return [self.keys.length, self.length - self.keys.length]

  def positions(self: __torch__.cache_kivi.KiviCache) -> List[Tensor]:
    return annotate(List[Tensor], [])
