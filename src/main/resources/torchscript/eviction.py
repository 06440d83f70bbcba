# A cache that drops tokens of the first pass, the prompt. A layer's keys and values are gathered as
# they come; when the last chunk has passed, a retention chooses, and what stays goes to a storage,
# once. Heads that keep different numbers of tokens get a storage each.

class EvictingCache:
  scoring : __torch__.scoring.Scoring
  retention : __torch__.retention.Retention
  store : str
  settings : Dict[str, float]
  rope : List[__torch__.rope.Rope]  # one where kept tokens move together
  keys : Tensor  # [kv_heads, prompt, head_dim], while the prompt comes
  values : Tensor
  read : int  # tokens in them
  shape : List[int]  # kv_heads, prompt, head_dim
  later : int  # tokens after the prompt
  count : int  # of the prompt that stay, the mean over the heads
  kept : List[Tensor]  # their positions by kv head, ascending
  stored : List[__torch__.cache.LayerCache]  # one, after the choice

  # shape [kv_heads, tokens of the prompt, head_dim]
  def __init__(self: __torch__.eviction.EvictingCache, retention: __torch__.retention.Retention, store: str, settings: Dict[str, float], shape: List[int], like: Tensor, count: int, later: int, rope: List[__torch__.rope.Rope], scoring: __torch__.scoring.Scoring) -> NoneType:
    self.scoring = scoring
    self.retention = retention
    self.store = store
    self.settings = settings
    self.rope = rope
    self.keys = like
    self.values = like
    self.read = 0
    self.shape = shape
    self.later = later
    self.count = count
    self.kept = annotate(List[Tensor], [])
    self.stored = annotate(List[__torch__.cache.LayerCache], [])

  def attend(self: __torch__.eviction.EvictingCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    if len(self.stored) > 0:
      return self.stored[0].attend(q, k, v)
    self.append(k, v)
    keys, values = self.tokens()
    self.retention.observe(q, keys)
    return self.scoring.causal(q, keys, values)

  def attend_token(self: __torch__.eviction.EvictingCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    if len(self.stored) > 0:
      return self.stored[0].attend_token(q, k, v)
    dtype = ops.prim.dtype(self.values)
    return self.attend(q.unsqueeze(1).to(dtype), k.unsqueeze(1).to(dtype), v.unsqueeze(1).to(dtype)).to(torch.float32)

  def append(self: __torch__.eviction.EvictingCache, k: Tensor, v: Tensor) -> NoneType:
    if len(self.stored) > 0:
      self.stored[0].append(k, v)
    else:
      if self.read == 0:
        self.keys = torch.empty(self.shape, dtype=ops.prim.dtype(k), device=k.device)
        self.values = torch.empty_like(self.keys)
      end = self.read + k.shape[1]
      self.keys[:, self.read:end].copy_(k)
      self.values[:, self.read:end].copy_(v)
      self.read = end
    return None

  def end_pass(self: __torch__.eviction.EvictingCache) -> NoneType:
    if len(self.stored) == 0:
      self.choose()
    self.stored[0].end_pass()
    return None

  def choose(self: __torch__.eviction.EvictingCache) -> NoneType:
    keys, values = self.tokens()
    if self.count < self.read:
      self.kept = self.retention.choose(self.retention.scores(keys, values), self.count)
    else:
      self.kept = torch.unbind(torch.arange(self.read, device=keys.device).expand([keys.shape[0], -1]))
    keys_of = annotate(List[Tensor], [])
    values_of = annotate(List[Tensor], [])
    same = True
    for head in range(keys.shape[0]):
      positions = self.kept[head]
      same = same and positions.shape[0] == self.kept[0].shape[0]
      k = __torch__.retain.gather(keys, head, positions)
      if len(self.rope) > 0:
        k = self.rope[0].moved(k, torch.arange(positions.shape[0], device=k.device).sub_(positions))
      keys_of.append(k)
      values_of.append(__torch__.retain.gather(values, head, positions))
    self.keys = torch.empty([0], dtype=ops.prim.dtype(keys), device=keys.device)
    self.values = self.keys
    if same:
      keys_of = [torch.cat(keys_of, 0)]
      values_of = [torch.cat(values_of, 0)]
    parts = annotate(List[__torch__.cache.LayerCache], [])
    for i in range(len(keys_of)):
      room = [keys_of[i].shape[0], keys_of[i].shape[1] + self.later, keys_of[i].shape[2]]
      part = __torch__.cache.make(self.store, room, self.values, self.settings, self.scoring)
      part.append(keys_of[i], values_of[i])
      parts.append(part)
    if not same:
      heads = annotate(List[__torch__.cache.LayerCache], [])
      heads.append(__torch__.cache_heads.HeadCaches(parts))
      parts = heads
    self.stored = parts
    return None

  def bytes(self: __torch__.eviction.EvictingCache) -> int:
    total = 2 * self.keys.numel() * self.keys.element_size()
    for part in self.stored:
      total += part.bytes()
    return total

  def tokens(self: __torch__.eviction.EvictingCache) -> Tuple[Tensor, Tensor]:
    if len(self.stored) > 0:
      return self.stored[0].tokens()
    return (self.keys[:, :self.read], self.values[:, :self.read])

  def tensors(self: __torch__.eviction.EvictingCache) -> List[Tensor]:
    return self.stored[0].tensors()

  def lengths(self: __torch__.eviction.EvictingCache) -> List[int]:
    return self.stored[0].lengths()

  def positions(self: __torch__.eviction.EvictingCache) -> List[Tensor]:
    return self.kept
