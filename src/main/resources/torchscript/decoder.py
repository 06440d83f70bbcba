# A decoder-only transformer, or a range of its layers (a stage). Weights and caches are attributes,
# one call is one pass. Batch size is always 1; shapes: x [tokens, hidden], states [heads, tokens, head_dim].

class Sequence:
  caches : List[__torch__.cache.LayerCache]  # of the layers that have attention, in their order
  position : int  # tokens seen so far
  logits : Tensor  # [vocabulary], float32, of the last position
  halted : int  # the layer of a halting token, -1 before the first
  hidden : Tensor  # [1, hidden], of that token
  rotation : Tuple[Tensor, Tensor]
  turns : List[__torch__.rope.Turns]  # one for small layers

  def __init__(self: __torch__.Sequence, caches: List[__torch__.cache.LayerCache], nothing: Tensor, turns: List[__torch__.rope.Turns]) -> NoneType:
    self.caches = caches
    self.turns = turns
    self.position = 0
    self.logits = nothing
    self.halted = -1
    self.hidden = nothing
    self.rotation = (nothing, nothing)

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
  output : List[Tensor]  # the parts of the output matrix, empty in a stage that gives hidden states
  tied : bool
  norms : List[Dict[str, Tensor]]  # one dictionary per layer
  matrices : List[Dict[str, List[Tensor]]]  # parts as linear.py reads them; an absent name is an absent sub-layer
  kv_heads : List[int]
  small : List[__torch__.small.SmallLayer]  # for one token, of all layers or none; copies beside the matrices
  small_output : List[__torch__.small.SmallOutput]  # one beside a small output matrix
  opened : int
  sequences : Dict[int, __torch__.Sequence]
  query : Tensor  # [heads, head_dim], of a halting token
  answer : Tensor

  # --- what it is made of

  def configure(self: __torch__.Decoder, inv_freq: Tensor, device: str, dtype: int, heads: int, head_dim: int, eps: float, chunk: int) -> NoneType:
    self.inv_freq = inv_freq.to(torch.device(device))
    self.dtype = dtype
    self.heads = heads
    self.head_dim = head_dim
    self.eps = eps
    self.chunk = chunk
    self.query = torch.empty([heads, head_dim], dtype=dtype, device=self.inv_freq.device)
    self.answer = torch.empty_like(self.query)
    return None

  def add_layer(self: __torch__.Decoder, kv_heads: int) -> NoneType:
    norms = annotate(Dict[str, Tensor], {})
    matrices = annotate(Dict[str, List[Tensor]], {})
    norms.clear()  # a write: without one the compiler makes the empty dictionary a constant,
    matrices.clear()  # and all layers would share it
    self.norms.append(norms)
    self.matrices.append(matrices)
    self.kv_heads.append(kv_heads)
    return None

  def set_norm(self: __torch__.Decoder, layer: int, name: str, weight: Tensor) -> NoneType:
    self.norms[layer][name] = weight
    return None

  def set_matrix(self: __torch__.Decoder, layer: int, name: str, parts: List[Tensor]) -> NoneType:
    self.matrices[layer][name] = parts
    return None

  def set_embedding(self: __torch__.Decoder, weight: Tensor) -> NoneType:
    self.embedding.append(weight)
    return None

  def set_output(self: __torch__.Decoder, final_norm: Tensor, parts: List[Tensor]) -> NoneType:
    self.final_norm = final_norm
    self.output = parts
    if __torch__.small.holds(parts, 1048576):
      self.small_output.append(__torch__.small.SmallOutput(final_norm, parts[0], self.eps))
    return None

  def tie_output(self: __torch__.Decoder, final_norm: Tensor) -> NoneType:
    self.tied = True
    return self.set_output(final_norm, self.embedding)

  # The layers are complete.
  def end_layers(self: __torch__.Decoder) -> NoneType:
    fit = True
    for i in range(len(self.matrices)):
      fit = fit and __torch__.small.fits(self.matrices[i])
    if fit:
      for i in range(len(self.matrices)):
        self.small.append(__torch__.small.SmallLayer(self.norms[i], self.matrices[i], self.head_dim, self.eps))
    return None

  def weight_bytes(self: __torch__.Decoder) -> int:
    total = self.bytes(self.embedding)
    for i in range(len(self.matrices)):
      for parts in self.matrices[i].values():
        total += self.bytes(parts)
      total += self.bytes(list(self.norms[i].values()))
    if len(self.output) > 0:
      total += self.bytes([self.final_norm])
    if not self.tied:
      total += self.bytes(self.output)
    return total

  def bytes(self: __torch__.Decoder, tensors: List[Tensor]) -> int:
    total = 0
    for tensor in tensors:
      total += tensor.numel() * tensor.element_size()
    return total

  def attention_kernel(self: __torch__.Decoder) -> str:
    return __torch__.attention.kernel(self.inv_freq.is_cuda, self.dtype)

  # Of all matrices inside the layers; where they differ, with the names that each kernel serves.
  def linear_kernel(self: __torch__.Decoder) -> str:
    names = annotate(Dict[str, str], {})
    for i in range(len(self.matrices)):
      for name, parts in self.matrices[i].items():
        kernel = __torch__.linear.kernel(parts)
        if len(self.small) > 0:
          single = self.small[i].kernel(name)
          if self.dtype != 6 or single != "linear in float32":
            kernel = single + " for one row, linear above"
        if kernel not in names:
          names[kernel] = name
        elif name not in names[kernel].split(", "):
          names[kernel] = names[kernel] + ", " + name
    if len(names) == 1:
      return list(names.keys())[0]
    if len(names) == 0:
      return __torch__.linear.kernel(self.output)
    text = ""
    for kernel, served in names.items():
      if len(text) > 0:
        text = text + "; "
      text = text + served + ": " + kernel
    return text

  # --- its sequences

  def open(self: __torch__.Decoder, policy: str, capacity: int, settings: List[int]) -> int:
    caches = annotate(List[__torch__.cache.LayerCache], [])
    nothing = torch.empty([0], dtype=self.dtype, device=self.inv_freq.device)
    for i in range(len(self.matrices)):
      if "q_proj" in self.matrices[i]:
        caches.append(__torch__.cache.make(policy, [self.kv_heads[i], capacity, self.head_dim], nothing, settings))
    self.opened = self.opened + 1
    turns = annotate(List[__torch__.rope.Turns], [])
    if len(self.small) > 0:
      turns = [__torch__.rope.Turns(self.inv_freq, capacity, self.dtype)]
    self.sequences[self.opened] = __torch__.Sequence(caches, nothing, turns)
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
    if tokens == 1 and last - first == len(self.small):
      return self.small_layers(state, x)
    cos, sin = __torch__.rope.rotation(self.inv_freq, state.position, tokens, self.dtype)
    index = 0
    for i in range(last):
      attends = "q_proj" in self.matrices[i]
      if i >= first:
        matrices = self.matrices_for(i, tokens)
        start = 0
        while start < tokens:
          end = min(start + self.chunk, tokens)
          part = x[start:end]
          if attends:
            h = self.norm(part, self.norms[i]["attention"])
            q, k, v = self.heads_of(matrices, h, cos[start:end], sin[start:end])
            self.add_output(part, matrices, state.caches[index].attend(q, k, v))
          self.without_attention(i, matrices, part)
          start = end
        if attends:
          state.caches[index].end_pass()
      if attends:
        index += 1
    if last == len(self.matrices):
      state.position = state.position + tokens
    return x

  def small_layers(self: __torch__.Decoder, state: __torch__.Sequence, x: Tensor) -> Tensor:
    turn = state.turns[0].at(state.position)
    for i in range(len(self.small)):
      self.small[i].add_to(x, state.caches[i], turn)
      state.caches[i].end_pass()
    state.position = state.position + 1
    return x

  # --- one token that halts at every attention, for a kernel outside

  # x [1, hidden], as layers() takes it. Gives the packed and the recent tokens that each of the
  # layers' attentions will meet, this token included.
  def begin_halting(self: __torch__.Decoder, sequence: int, x: Tensor) -> List[int]:
    state = self.sequences[sequence]
    state.hidden = x.to(self.inv_freq.device)
    state.halted = -1
    state.rotation = __torch__.rope.rotation(self.inv_freq, state.position, 1, self.dtype)
    lengths = [0, 0]
    if len(state.caches) > 0:
      lengths = state.caches[0].lengths()
    return [lengths[0], lengths[1] + 1]

  # Takes the answer to the last query, runs to the next attention, whose query then stands in
  # `query`; false if there is none and the token has passed.
  def go_on(self: __torch__.Decoder, sequence: int, index: int) -> bool:
    state = self.sequences[sequence]
    layer = state.halted
    x = state.hidden
    if layer >= 0:
      self.add_output(x, self.matrices[layer], self.answer.unsqueeze(1))
      self.without_attention(layer, self.matrices[layer], x)
      state.caches[index - 1].end_pass()
    layer += 1
    while layer < len(self.matrices) and "q_proj" not in self.matrices[layer]:
      self.without_attention(layer, self.matrices[layer], x)
      layer += 1
    state.halted = layer
    halts = layer < len(self.matrices)
    if halts:
      cos, sin = state.rotation
      h = self.norm(x, self.norms[layer]["attention"])
      q, k, v = self.heads_of(self.matrices[layer], h, cos, sin)
      state.caches[index].append(k, v)
      self.query.copy_(q.squeeze(1))
    else:
      state.position = state.position + 1
    return halts

  def halting(self: __torch__.Decoder, sequence: int) -> Tensor:
    return self.sequences[sequence].hidden

  # Where a kernel finds the query and puts the answer.
  def exchange(self: __torch__.Decoder) -> List[Tensor]:
    return [self.query, self.answer]

  def attentions(self: __torch__.Decoder, sequence: int) -> int:
    return len(self.sequences[sequence].caches)

  def cache_tensors(self: __torch__.Decoder, sequence: int, index: int) -> List[Tensor]:
    return self.sequences[sequence].caches[index].tensors()

  # Tokens for which there is room among the packed ones and among the others.
  def cache_room(self: __torch__.Decoder, sequence: int, index: int) -> List[int]:
    tensors = self.sequences[sequence].caches[index].tensors()
    return [tensors[0].shape[-2], tensors[-1].shape[1]]

  # --- the parts of a pass

  # A layer's matrices, made ready once where several chunks of many rows are to come: a 4-bit layer
  # then stands in memory in full precision for the time of its pass.
  def matrices_for(self: __torch__.Decoder, layer: int, tokens: int) -> Dict[str, List[Tensor]]:
    if tokens < 2 * self.chunk or self.chunk < 32:
      return self.matrices[layer]
    matrices = annotate(Dict[str, List[Tensor]], {})
    for name, parts in self.matrices[layer].items():
      matrices[name] = __torch__.linear.prepared(parts, self.dtype, tokens // self.chunk)
    return matrices

  # The best next id after the last position; its logits stay for best().
  def next(self: __torch__.Decoder, sequence: int, x: Tensor) -> int:
    last = x[x.shape[0] - 1:]
    if len(self.small_output) > 0:
      logits = self.small_output[0].logits(last)
    else:
      logits = __torch__.linear.apply(self.norm(last, self.final_norm), self.output)[0].to(6)
    self.sequences[sequence].logits = logits
    return torch.argmax(logits).item()

  # The k best ids and their logits, best first.
  def best(self: __torch__.Decoder, sequence: int, k: int) -> Tuple[Tensor, Tensor]:
    values, ids = torch.topk(self.sequences[sequence].logits, k)
    return (ids, values)

  # The best id that is none of some.
  def best_except(self: __torch__.Decoder, sequence: int, ids: List[int]) -> int:
    logits = self.sequences[sequence].logits.clone()
    for id in ids:
      logits[id] = -inf
    return torch.argmax(logits).item()

  # The inner part in float32, cast back before the weight is applied.
  def norm(self: __torch__.Decoder, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x.to(6), [x.shape[1]], None, self.eps).to(self.dtype).mul_(weight)

  # Queries, keys and values [heads, tokens, head_dim] of normed states, the first two rotated.
  def heads_of(self: __torch__.Decoder, matrices: Dict[str, List[Tensor]], h: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    q = __torch__.linear.apply(h, matrices["q_proj"])
    k = __torch__.linear.apply(h, matrices["k_proj"])
    v = __torch__.linear.apply(h, matrices["v_proj"])
    turned = __torch__.rope.rotated(self.split(torch.cat([q, k], 1)), cos, sin)
    return (turned[:self.heads], turned[self.heads:], self.split(v))

  # Attention's answer [heads, tokens, head_dim] back among the hidden states.
  def add_output(self: __torch__.Decoder, x: Tensor, matrices: Dict[str, List[Tensor]], out: Tensor) -> NoneType:
    return __torch__.linear.add_to(x, out.transpose(0, 1).reshape([out.shape[1], -1]), matrices["o_proj"])

  # What a layer does besides attention, added to x.
  def without_attention(self: __torch__.Decoder, layer: int, matrices: Dict[str, List[Tensor]], x: Tensor) -> NoneType:
    if "linear_attn" in matrices:
      h = self.norm(x, self.norms[layer]["attention"])
      __torch__.linear.add_to(x, h, matrices["linear_attn"])
    if "gate_proj" in matrices:
      self.add_gated(x, matrices, self.norm(x, self.norms[layer]["ffn"]))
    elif "linear_mlp" in matrices:
      h = self.norm(x, self.norms[layer]["ffn"])
      __torch__.linear.add_to(x, h, matrices["linear_mlp"])
    return None

  def add_gated(self: __torch__.Decoder, x: Tensor, matrices: Dict[str, List[Tensor]], h: Tensor) -> NoneType:
    gate = torch.silu_(__torch__.linear.apply(h, matrices["gate_proj"]))
    up = __torch__.linear.apply(h, matrices["up_proj"])
    return __torch__.linear.add_to(x, gate.mul_(up), matrices["down_proj"])

  # [tokens, heads * head_dim] as [heads, tokens, head_dim].
  def split(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x.view([x.shape[0], -1, self.head_dim]).transpose(0, 1)
