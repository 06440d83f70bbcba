# A decoder-only transformer, or a range of its layers (a stage). Weights and caches are attributes,
# one call is one pass. Batch size is always 1; shapes: x [tokens, hidden], states [heads, tokens, head_dim].

class Sequence:
  caches : List[__torch__.cache.LayerCache]  # of the layers that have attention, in their order
  position : int  # tokens seen so far
  logits : Tensor  # [vocabulary], float32, of the last position

  def __init__(self: __torch__.Sequence, caches: List[__torch__.cache.LayerCache], nothing: Tensor) -> NoneType:
    self.caches = caches
    self.position = 0
    self.logits = nothing

class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  dtype : int
  eps : float
  heads : int
  head_dim : int
  chunk : int  # tokens of a prompt that pass through a layer at once
  inv_freq : Tensor  # [head_dim / 2], float32
  embedding : List[Tensor]  # [vocabulary, hidden], empty in a stage that takes hidden states
  final_norm : Tensor  # [hidden]
  output : Dict[str, __torch__.linear.Linear]
  tied : bool
  norms : List[Dict[str, Tensor]]  # one dictionary per layer
  matrices : List[Dict[str, __torch__.linear.Linear]]  # an absent name is an absent sub-layer
  kv_heads : List[int]
  opened : int
  sequences : Dict[int, __torch__.Sequence]

  # --- what it is made of

  def configure(self: __torch__.Decoder, inv_freq: Tensor, dtype: int, heads: int, head_dim: int, eps: float, chunk: int) -> NoneType:
    self.inv_freq = inv_freq
    self.dtype = dtype
    self.heads = heads
    self.head_dim = head_dim
    self.eps = eps
    self.chunk = chunk
    return None

  def add_layer(self: __torch__.Decoder, kv_heads: int) -> NoneType:
    norms = annotate(Dict[str, Tensor], {})
    matrices = annotate(Dict[str, __torch__.linear.Linear], {})
    norms.clear()  # a write: without one the compiler makes the empty dictionary a constant,
    matrices.clear()  # and all layers would share it
    self.norms.append(norms)
    self.matrices.append(matrices)
    self.kv_heads.append(kv_heads)
    return None

  def set_norm(self: __torch__.Decoder, layer: int, name: str, weight: Tensor) -> NoneType:
    self.norms[layer][name] = weight
    return None

  def set_matrix(self: __torch__.Decoder, layer: int, name: str, format: str, parts: List[Tensor]) -> NoneType:
    self.matrices[layer][name] = __torch__.linear.make(format, parts)
    return None

  def set_embedding(self: __torch__.Decoder, weight: Tensor) -> NoneType:
    self.embedding.append(weight)
    return None

  def set_output(self: __torch__.Decoder, final_norm: Tensor, format: str, parts: List[Tensor]) -> NoneType:
    self.final_norm = final_norm
    self.output["logits"] = __torch__.linear.make(format, parts)
    return None

  def tie_output(self: __torch__.Decoder, final_norm: Tensor) -> NoneType:
    self.tied = True
    return self.set_output(final_norm, "dense", self.embedding)

  def weight_bytes(self: __torch__.Decoder) -> int:
    total = 0
    for i in range(len(self.matrices)):
      for matrix in self.matrices[i].values():
        total += matrix.bytes()
      for norm in self.norms[i].values():
        total += norm.numel() * norm.element_size()
    for embedding in self.embedding:
      total += embedding.numel() * embedding.element_size()
    for matrix in self.output.values():
      total += self.final_norm.numel() * self.final_norm.element_size()
      if not self.tied:
        total += matrix.bytes()
    return total

  # --- its sequences

  def open(self: __torch__.Decoder, policy: str, capacity: int, settings: List[int]) -> int:
    caches = annotate(List[__torch__.cache.LayerCache], [])
    nothing = torch.empty([0], dtype=self.dtype, device=self.inv_freq.device)
    for i in range(len(self.matrices)):
      if "qkv" in self.matrices[i]:
        caches.append(__torch__.cache.make(policy, [self.kv_heads[i], capacity, self.head_dim], nothing, settings))
    self.opened = self.opened + 1
    self.sequences[self.opened] = __torch__.Sequence(caches, nothing)
    return self.opened

  def close(self: __torch__.Decoder, sequence: int) -> NoneType:
    self.sequences.pop(sequence)
    return None

  def cache_bytes(self: __torch__.Decoder, sequence: int) -> int:
    total = 0
    for cache in self.sequences[sequence].caches:
      total += cache.bytes()
    return total

  # Of the index-th layer that has attention, [kv_heads, tokens, head_dim].
  def cached(self: __torch__.Decoder, sequence: int, index: int) -> Tuple[Tensor, Tensor]:
    keys, values = self.sequences[sequence].caches[index].tokens()
    return (keys.to(6), values.to(6))

  # --- the pass

  def prefill(self: __torch__.Decoder, sequence: int, ids: Tensor) -> int:
    return self.next(sequence, self.layers(sequence, self.embed(ids), 0, len(self.matrices)))

  def step(self: __torch__.Decoder, sequence: int, id: int) -> int:
    ids = torch.full([1], id, dtype=4, device=self.inv_freq.device)
    return self.next(sequence, self.layers(sequence, self.embed(ids), 0, len(self.matrices)))

  def embed(self: __torch__.Decoder, ids: Tensor) -> Tensor:
    return torch.embedding(self.embedding[0], ids.to(self.inv_freq.device))

  # Runs layers first to last - 1 over x; the position moves on after the stage's last layer.
  # A layer sees the whole prompt, chunk by chunk, before the next layer starts: its weights are read
  # once, and its cache can leave full precision as soon as its prompt is complete.
  def layers(self: __torch__.Decoder, sequence: int, x: Tensor, first: int, last: int) -> Tensor:
    state = self.sequences[sequence]
    x = x.to(self.inv_freq.device)
    tokens = x.shape[0]
    cos, sin = self.rotation(state.position, tokens)
    index = 0
    for i in range(last):
      attends = "qkv" in self.matrices[i]
      if i >= first:
        start = 0
        while start < tokens:
          end = min(start + self.chunk, tokens)
          part = x[start:end]
          if attends:
            part.add_(self.attention(i, part, cos[start:end], sin[start:end], state.caches[index]))
          elif "linear_attention" in self.matrices[i]:
            h = self.norm(part, self.norms[i]["attention"])
            part.add_(self.matrices[i]["linear_attention"].forward(h))
          self.feed_forward(i, part)
          start = end
        if attends:
          state.caches[index].end_pass()
      if attends:
        index += 1
    if last == len(self.matrices):
      state.position = state.position + tokens
    return x

  # The best next id after the last position; its logits stay for best().
  def next(self: __torch__.Decoder, sequence: int, x: Tensor) -> int:
    last = self.norm(x[x.shape[0] - 1:], self.final_norm)
    logits = self.output["logits"].forward(last)[0].to(6)
    self.sequences[sequence].logits = logits
    return torch.argmax(logits).item()

  # The k best ids and their logits, best first.
  def best(self: __torch__.Decoder, sequence: int, k: int) -> Tuple[Tensor, Tensor]:
    values, ids = torch.topk(self.sequences[sequence].logits, k)
    return (ids, values)

  # --- its parts

  # The inner part in float32, cast back before the weight is applied.
  def norm(self: __torch__.Decoder, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x.to(6), [x.shape[1]], None, self.eps).to(self.dtype).mul_(weight)

  # Angles in float32. The sine of the first half is negated, so that
  # x * cos + (x with its halves swapped) * sin is the rotation.
  def rotation(self: __torch__.Decoder, position: int, tokens: int) -> Tuple[Tensor, Tensor]:
    positions = torch.arange(position, position + tokens, dtype=6, device=self.inv_freq.device)
    angles = torch.outer(positions, self.inv_freq)
    cos = torch.cos(angles).to(self.dtype)
    sin = torch.sin(angles).to(self.dtype)
    return (torch.cat([cos, cos], 1), torch.cat([torch.neg(sin), sin], 1))

  def attention(self: __torch__.Decoder, layer: int, x: Tensor, cos: Tensor, sin: Tensor, cache: __torch__.cache.LayerCache) -> Tensor:
    tokens = x.shape[0]
    turned = self.heads + self.kv_heads[layer]  # queries and keys are rotated, values are not
    h = self.norm(x, self.norms[layer]["attention"])
    states = self.matrices[layer]["qkv"].forward(h).view([tokens, -1, self.head_dim]).transpose(0, 1)
    qk = states[:turned]
    qk = torch.mul(qk, cos).add_(torch.roll(qk, [self.head_dim // 2], [2]).mul_(sin))
    out = cache.attend(qk[:self.heads], qk[self.heads:], states[turned:])
    return self.matrices[layer]["o"].forward(out.transpose(0, 1).reshape([tokens, -1]))

  def feed_forward(self: __torch__.Decoder, layer: int, x: Tensor) -> NoneType:
    matrices = self.matrices[layer]
    if "gate_up" in matrices:
      gate_up = matrices["gate_up"].forward(self.norm(x, self.norms[layer]["ffn"]))
      width = gate_up.shape[1] // 2
      x.add_(matrices["down"].forward(torch.silu(gate_up[:, :width]).mul_(gate_up[:, width:])))
    elif "linear_ffn" in matrices:
      x.add_(matrices["linear_ffn"].forward(self.norm(x, self.norms[layer]["ffn"])))
    return None
