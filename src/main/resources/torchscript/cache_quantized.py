# Hugging Face's QuantizedCache with quanto on axis 0: groups of consecutive channels of one token.
# The prompt is quantized as a whole when its last chunk has passed; later tokens stay as they came
# until there are `residual` of them, then everything goes through the quantizer once more: in a layer
# with a window, what the next query does not see is left behind then.

class QuantizedCache:
  scoring : __torch__.scoring.Scoring
  keys : __torch__.packed.Packed
  values : __torch__.packed.Packed
  new_keys : Tensor  # [kv_heads, room, head_dim], not quantized yet
  new_values : Tensor
  fresh : int  # tokens in them
  capacity : int  # tokens that it may hold, packed ones first
  residual : int
  past : int  # tokens that a coming query sees at most besides its own

  def __init__(self: __torch__.cache_quantized.QuantizedCache, shape: List[int], like: Tensor, settings: Dict[str, float], scoring: __torch__.scoring.Scoring) -> NoneType:
    self.scoring = scoring
    bits = int(settings["bits"])
    group = int(settings["group_size"])
    self.past = shape[1]
    if scoring.slides(shape[1]):
      self.past = max(1, scoring.window - 1)
    packed = [shape[0], self.past, shape[2]]
    self.keys = __torch__.packed.Packed(packed, like, bits, 1, group).arrange(True)
    self.values = __torch__.packed.Packed(packed, like, bits, 1, group).arrange(False)
    self.capacity = shape[1]
    self.residual = int(settings["residual_length"])
    self.fresh = 0
    room = min(max(self.residual, 2), shape[1])  # a residual of 1 still keeps one token once
    self.new_keys = torch.empty([shape[0], room, shape[2]], dtype=ops.prim.dtype(like), device=like.device)
    self.new_values = torch.empty_like(self.new_keys)

  def attend(self: __torch__.cache_quantized.QuantizedCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    self.append(k, v)
    end = self.fresh
    folded = __torch__.attention.fold(q, k.shape[0])
    if k.shape[1] == 1 and self.keys.length > 0:
      return __torch__.attention.unfold(self.attend_one(folded).to(ops.prim.dtype(q)), q.shape[0])
    if self.scoring.slides(self.keys.length + end):
      keys, values = self.tokens()
      return self.scoring.causal(q, keys, values)
    pair = self.scoring.newest(folded, self.new_keys[:, :end], self.new_values[:, :end], k.shape[1])
    first = 0
    while first < self.keys.length:
      last = min(first + self.keys.stretch(), self.keys.length)
      pair = __torch__.attention.merge(pair, self.scoring.over_all(folded, self.keys.read(first, last), self.values.read(first, last)))
      first = last
    return __torch__.attention.unfold(pair[0].to(ops.prim.dtype(q)), q.shape[0])

  def attend_token(self: __torch__.cache_quantized.QuantizedCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    dtype = ops.prim.dtype(self.new_keys)
    return self.attend(q.unsqueeze(1).to(dtype), k.unsqueeze(1).to(dtype), v.unsqueeze(1).to(dtype)).to(6)

  def append(self: __torch__.cache_quantized.QuantizedCache, k: Tensor, v: Tensor) -> NoneType:
    unseen = 0
    if self.keys.length == 0:
      unseen = max(0, self.fresh - self.past)
    __torch__.recent.drop(self.new_keys, self.fresh, unseen)
    __torch__.recent.drop(self.new_values, self.fresh, unseen)
    self.fresh = self.fresh - unseen
    room = min(self.capacity - self.keys.length, self.past + k.shape[1])
    self.new_keys = __torch__.recent.append(self.new_keys, self.fresh, k, room)
    self.new_values = __torch__.recent.append(self.new_values, self.fresh, v, room)
    self.fresh = self.fresh + k.shape[1]
    return None

  # One token's query heads, folded: no values are made of codes.
  def attend_one(self: __torch__.cache_quantized.QuantizedCache, q: Tensor) -> Tensor:
    packed = self.keys.length
    factor = float(q.shape[2]) ** -0.5
    scores = torch.empty([q.shape[0], q.shape[1], packed + self.fresh], dtype=6, device=q.device)
    self.keys.scores(q, factor, scores[:, :, :packed])
    new_keys = self.new_keys[:, :self.fresh].to(6).transpose(1, 2)
    scores[:, :, packed:].copy_(torch.matmul(q.to(6).mul(factor), new_keys))
    self.scoring.capped(scores)
    scores[:, :, :max(0, packed + self.fresh - self.scoring.window)].fill_(-inf)
    weights = torch.softmax(scores, 2)
    newest = torch.matmul(weights[:, :, packed:], self.new_values[:, :self.fresh].to(6))
    return newest.add_(self.values.weighted(weights[:, :, :packed]))

  def end_pass(self: __torch__.cache_quantized.QuantizedCache) -> NoneType:
    prompt = self.keys.length == 0
    full = self.fresh > 1 and self.fresh >= self.residual
    if prompt or full:
      unseen = max(0, self.keys.length + self.fresh - self.past)
      self.requantize(self.keys, self.new_keys, unseen)
      self.requantize(self.values, self.new_values, unseen)
      self.fresh = 0
    room = min(max(self.residual, 2), self.capacity)
    self.new_keys = __torch__.recent.fitted(self.new_keys, self.fresh, room)
    self.new_values = __torch__.recent.fitted(self.new_values, self.fresh, room)
    return None

  # What is packed and what is new, without the first tokens.
  def requantize(self: __torch__.cache_quantized.QuantizedCache, packed: __torch__.packed.Packed, new: Tensor, unseen: int) -> NoneType:
    if unseen == 0:
      packed.requantize(new[:, :self.fresh])
    else:
      first = min(unseen, packed.length)
      seen = torch.cat([packed.read(first, packed.length), new[:, unseen - first:self.fresh]], 1)
      packed.length = 0
      packed.append(seen)
    return None

  def bytes(self: __torch__.cache_quantized.QuantizedCache) -> int:
    return self.keys.bytes() + self.values.bytes() + 2 * self.new_keys.numel() * self.new_keys.element_size()

  def tokens(self: __torch__.cache_quantized.QuantizedCache) -> Tuple[Tensor, Tensor]:
    if self.keys.length == 0:
      return (self.new_keys[:, :self.fresh], self.new_values[:, :self.fresh])
    keys = torch.cat([self.keys.read(0, self.keys.length), self.new_keys[:, :self.fresh]], 1)
    values = torch.cat([self.values.read(0, self.values.length), self.new_values[:, :self.fresh]], 1)
    return (keys, values)

  def tensors(self: __torch__.cache_quantized.QuantizedCache) -> List[Tensor]:
    return self.keys.tensors() + self.values.tensors() + [self.new_keys, self.new_values]

  def lengths(self: __torch__.cache_quantized.QuantizedCache) -> List[int]:
    return [self.keys.length, self.fresh]

  def positions(self: __torch__.cache_quantized.QuantizedCache) -> List[Tensor]:
    return annotate(List[Tensor], [])
