# Drives one layer's cache through a stream of queries, keys and values [heads, tokens, head_dim].
class CacheProbe(Module):
  training : bool
  dtype : int
  q : Tensor
  k : Tensor
  v : Tensor
  quantized : List[__torch__.cache_quantized.QuantizedCache]
  kivi : List[__torch__.cache_kivi.KiviCache]
  cache : List[__torch__.cache.LayerCache]

  def stream(self, q: Tensor, k: Tensor, v: Tensor, dtype: int) -> NoneType:
    self.dtype = dtype
    self.q = q.to(dtype)
    self.k = k.to(dtype)
    self.v = v.to(dtype)
    return None

  def open(self, policy: str, capacity: int, settings: Dict[str, float]) -> NoneType:
    like = torch.empty([0], dtype=self.dtype)
    shape = [self.k.shape[0], capacity, self.k.shape[2]]
    self.cache.clear()
    if policy == "quantized":
      quantized = __torch__.cache_quantized.QuantizedCache(shape, like, settings, __torch__.scoring.usual())
      self.quantized = [quantized]
      self.cache.append(quantized)
    else:
      kivi = __torch__.cache_kivi.KiviCache(shape, like, settings, __torch__.scoring.usual())
      self.kivi = [kivi]
      self.cache.append(kivi)
    return None

  def attend(self, first: int, last: int) -> Tensor:
    return self.cache[0].attend(self.q[:, first:last], self.k[:, first:last], self.v[:, first:last]).to(6)

  def end_pass(self) -> NoneType:
    self.cache[0].end_pass()
    return None

  def bytes(self) -> int:
    return self.cache[0].bytes()

  def keys(self) -> Tensor:
    return self.cache[0].tokens()[0].to(6)

  def values(self) -> Tensor:
    return self.cache[0].tokens()[1].to(6)

  # Of one query over what the cache returns, in float64.
  def exact(self, token: int) -> Tensor:
    keys, values = self.cache[0].tokens()
    q = __torch__.attention.fold(self.q[:, token:token + 1], keys.shape[0]).to(7)
    scores = torch.matmul(q, keys.to(7).transpose(1, 2)).div_(float(q.shape[2]) ** 0.5)
    return torch.matmul(torch.softmax(scores, -1), values.to(7)).to(6)

  # Tokens quantized and not, of keys and of values.
  def lengths(self, policy: str) -> List[int]:
    if policy == "quantized":
      cache = self.quantized[0]
      lengths = [cache.keys.length, cache.fresh]
    else:
      other = self.kivi[0]
      lengths = [other.keys.length, other.length - other.keys.length, other.values.length, other.length - other.values.length]
    return lengths

  def packed(self, policy: str, part: str) -> __torch__.packed.Packed:
    if policy == "quantized":
      pair = [self.quantized[0].keys, self.quantized[0].values]
    else:
      pair = [self.kivi[0].keys, self.kivi[0].values]
    index = 0
    if part == "v":
      index = 1
    return pair[index]

  # [kv_heads, tokens, head_dim]
  def codes(self, policy: str, part: str) -> Tensor:
    packed = self.packed(policy, part)
    return packed.unpacked(0, packed.length, 0)

  # [kv_heads, channels, tokens]
  def transposed_codes(self, policy: str, part: str) -> Tensor:
    return self.codes(policy, part).transpose(1, 2).contiguous()

  def groups(self, policy: str, part: str, name: str) -> Tensor:
    packed = self.packed(policy, part)
    groups = packed.scale
    if name != "scale":
      groups = packed.low
    if packed.flat:
      groups = groups[:packed.codes.shape[0] * packed.length * packed.head_dim // packed.group_channels]
    else:
      groups = groups[:, :packed.length // packed.group_tokens]
    if name == "shift":
      groups = torch.neg(groups)
    if packed.group_tokens > 1:
      groups = groups.transpose(1, 2)
    return groups.to(6).contiguous()

  # float16 bytes in float32.
  def widened(self, bytes: Tensor) -> Tensor:
    return torch.view_copy(bytes, dtype=5).to(6)

  # A stored stream [1, heads, tokens, head_dim] without its first dimension.
  def stored(self, bytes: Tensor, heads: int, head_dim: int) -> Tensor:
    return torch.view_copy(bytes, dtype=5).view([heads, -1, head_dim])
