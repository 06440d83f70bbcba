# A decoder-only transformer, or a range of its layers (a stage). Weights and caches are attributes,
# one call is one pass. Shapes: x [tokens, hidden], states [heads, tokens, head_dim]. There is no batch
# dimension: tokens are one sequence's, or one each of several sequences in the passes that say so.

class Sequence:
  caches : List[__torch__.cache.LayerCache]  # of the layers that have attention, in their order
  position : int  # of the next token: those seen so far, unless kept ones moved together
  logits : Tensor  # [vocabulary], float32, of the last position
  halted : int  # the layer of a halting token, -1 before the first
  hidden : Tensor  # [1, hidden], of that token
  ropes : List[__torch__.rope.Rope]  # the model's, as this sequence's length has them
  rotations : List[Tuple[Tensor, Tensor]]  # of the halting token
  turns : List[__torch__.rope.Turns]  # one for small layers

  def __init__(self: __torch__.Sequence, caches: List[__torch__.cache.LayerCache], nothing: Tensor, turns: List[__torch__.rope.Turns], ropes: List[__torch__.rope.Rope]) -> NoneType:
    self.caches = caches
    self.ropes = ropes
    self.turns = turns
    self.position = 0
    self.logits = nothing
    self.halted = -1
    self.hidden = nothing
    self.rotations = annotate(List[Tuple[Tensor, Tensor]], [])

class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  dtype : int
  chunk : int  # tokens of a prompt that pass through a layer at once
  like : Tensor  # empty, of the model's dtype and device
  embedding : List[Tensor]  # [vocabulary, hidden], empty in a stage that takes hidden states
  embedding_scale : float
  final_norm : List[__torch__.norm.Norm]  # none in a stage that gives hidden states, nor an output
  final_norm_bytes : int
  output : List[__torch__.matrix.Matrix]
  logit_scale : float
  logit_cap : float  # infinite for none
  tied : bool
  building : List[__torch__.block.Blocks]
  norm : str
  eps : float
  blocks : List[__torch__.block.Block]  # one per layer
  ropes : List[__torch__.rope.Rope]
  small : List[__torch__.small.SmallLayer]  # for one token, of all layers or none; copies beside the matrices
  small_output : List[__torch__.small.SmallOutput]  # one beside a small output matrix
  opened : int
  sequences : Dict[int, __torch__.Sequence]
  query : Tensor  # of a halting token, room for [heads, head_dim] of any layer
  answer : Tensor
  queries : List[Tensor]  # the same memory, [heads, head_dim] of each layer that has attention
  answers : List[Tensor]

  # --- what it is made of

  def configure(self: __torch__.Decoder, chunk: int, embedding_scale: float, logit_scale: float, logit_cap: float) -> NoneType:
    self.chunk = chunk
    self.embedding_scale = embedding_scale
    self.logit_scale = logit_scale
    self.logit_cap = logit_cap
    return None

  def begin_blocks(self: __torch__.Decoder, device: str, dtype: int, norm: str, eps: float) -> NoneType:
    blocks = __torch__.block.Blocks(device, dtype)
    self.building = [blocks]
    self.blocks = blocks.made
    self.ropes = blocks.ropes
    self.like = blocks.like
    self.dtype = dtype
    self.norm = norm
    self.eps = eps
    return None

  def add_rope(self: __torch__.Decoder, inv_freq: Tensor, neighbours: bool, amplitude: float) -> NoneType:
    return self.building[0].add_rope(inv_freq, neighbours, amplitude)

  def set_word(self: __torch__.Decoder, name: str, word: str) -> NoneType:
    self.building[0].parts.words[name] = word
    return None

  def set_number(self: __torch__.Decoder, name: str, number: float) -> NoneType:
    self.building[0].parts.numbers[name] = number
    return None

  def set_vector(self: __torch__.Decoder, name: str, vector: Tensor) -> NoneType:
    self.building[0].parts.vectors[name] = vector
    return None

  def set_matrix(self: __torch__.Decoder, name: str, kind: str, parts: List[Tensor], settings: List[int]) -> NoneType:
    self.building[0].parts.matrices[name] = __torch__.matrix.make(kind, parts, settings)
    return None

  def end_block(self: __torch__.Decoder) -> NoneType:
    return self.building[0].end_block()

  # The layers are complete.
  def end_blocks(self: __torch__.Decoder) -> NoneType:
    fit = True
    widest = 0
    for block in self.blocks:
      fit = fit and __torch__.small.fits(block.parts, self.ropes)
      if len(block.attention) > 0:
        widest = max(widest, block.heads * block.head_dim)
    self.query = torch.empty([widest], dtype=self.dtype, device=self.like.device)
    self.answer = torch.empty_like(self.query)
    for block in self.blocks:
      if fit:
        self.small.append(__torch__.small.SmallLayer(block.parts))
      if len(block.attention) > 0:
        width = block.heads * block.head_dim
        self.queries.append(self.query[:width].view([block.heads, block.head_dim]))
        self.answers.append(self.answer[:width].view([block.heads, block.head_dim]))
    return None

  def set_embedding(self: __torch__.Decoder, weight: Tensor) -> NoneType:
    self.embedding.append(weight)
    return None

  def set_output(self: __torch__.Decoder, final_norm: Tensor, kind: str, parts: List[Tensor], settings: List[int]) -> NoneType:
    self.final_norm.append(__torch__.norm.make(self.norm, final_norm, self.eps))
    self.final_norm_bytes = __torch__.matrix.bytes([final_norm])
    output = __torch__.matrix.make(kind, parts, settings)
    self.output.append(output)
    if self.norm == "rms" and __torch__.small.holds(output, 1048576):
      self.small_output.append(__torch__.small.SmallOutput(final_norm, output.plain_weight()[0], self.eps))
    return None

  def tie_output(self: __torch__.Decoder, final_norm: Tensor) -> NoneType:
    self.tied = True
    return self.set_output(final_norm, "plain", self.embedding, annotate(List[int], []))

  def weight_bytes(self: __torch__.Decoder) -> int:
    total = __torch__.matrix.bytes(self.embedding) + self.final_norm_bytes
    for block in self.blocks:
      total += block.parts.bytes()
    if not self.tied:
      for output in self.output:
        total += output.bytes()
    return total

  def attention_kernel(self: __torch__.Decoder) -> str:
    return __torch__.attention.kernel(self.like.is_cuda, self.dtype)

  # Of all matrices inside the layers.
  def linear_kernel(self: __torch__.Decoder) -> str:
    text = __torch__.kernels.described(self.blocks, self.small, self.dtype)
    if len(text) == 0:
      text = self.output[0].kernel()
    return text

  # --- its sequences

  # Another speed of one of the rotations, for the sequences that are opened from now on.
  def turn_by(self: __torch__.Decoder, rope: int, inv_freq: Tensor) -> NoneType:
    before = self.ropes[rope]
    self.ropes[rope] = __torch__.rope.Rope(inv_freq.to(self.like.device), before.neighbours, before.amplitude)
    return None

  # The arguments but self are those of Policy.
  def open(self: __torch__.Decoder, store: str, settings: Dict[str, float], keep: str, keep_settings: Dict[str, float], kept: List[int], moved: bool, prompt: int, sample: int, first: int, capacity: int) -> int:
    policy = __torch__.policy.Policy(store, settings, keep, keep_settings, kept, moved, prompt, sample, first, capacity)
    caches = annotate(List[__torch__.cache.LayerCache], [])
    nothing = torch.empty([0], dtype=self.dtype, device=self.like.device)
    for block in self.blocks:
      if len(block.attention) > 0:
        caches.append(policy.cache(len(caches), block.kv_heads, block.head_dim, nothing, self.ropes[block.rope], block.scoring))
    self.opened = self.opened + 1
    turns = annotate(List[__torch__.rope.Turns], [])
    if len(self.small) > 0:
      turns = [__torch__.rope.Turns(self.ropes[0], capacity, self.dtype)]
    self.sequences[self.opened] = __torch__.Sequence(caches, nothing, turns, list(self.ropes))
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
    return (keys.to(torch.float32), values.to(torch.float32))

  # Where the prompt's tokens stood that the index-th attention kept, by kv head; empty while all are there.
  def kept(self: __torch__.Decoder, sequence: int, index: int) -> List[Tensor]:
    return self.sequences[sequence].caches[index].positions()

  # How many these are, by attention: the mean over the kv heads.
  def kept_counts(self: __torch__.Decoder, sequence: int) -> List[int]:
    counts = annotate(List[int], [])
    for cache in self.sequences[sequence].caches:
      total = 0
      positions = cache.positions()
      for head in positions:
        total += head.shape[0]
      if len(positions) > 0:
        counts.append(total // len(positions))
    return counts

  # The next token stands at a position.
  def move_to(self: __torch__.Decoder, sequence: int, position: int) -> NoneType:
    self.sequences[sequence].position = position
    return None

  # --- the pass

  def prefill(self: __torch__.Decoder, sequence: int, ids: Tensor) -> int:
    return self.next(sequence, self.layers(sequence, self.embed(ids), 0, len(self.blocks)))

  def step(self: __torch__.Decoder, sequence: int, id: int) -> int:
    ids = torch.full([1], id, dtype=torch.int64, device=self.like.device)
    return self.next(sequence, self.layers(sequence, self.embed(ids), 0, len(self.blocks)))

  def embed(self: __torch__.Decoder, ids: Tensor) -> Tensor:
    return __torch__.block.embedded(ids, self.embedding[0], self.embedding_scale)

  # Runs layers first to last - 1 over x; the position moves on after the stage's last layer.
  # A layer sees the whole prompt, chunk by chunk, before the next layer starts: its weights are read
  # once, and its cache can leave full precision as soon as its prompt is complete.
  def layers(self: __torch__.Decoder, sequence: int, x: Tensor, first: int, last: int) -> Tensor:
    state = self.sequences[sequence]
    x = x.to(self.like.device)
    tokens = x.shape[0]
    if tokens == 1 and last - first == len(self.small):
      return self.small_layers(state, x)
    turns = self.rotations(state, tokens)
    index = 0
    for i in range(last):
      block = self.blocks[i]
      attends = len(block.attention) > 0
      if i >= first:
        block = self.ready(block, tokens)
        start = 0
        while start < tokens:
          end = min(start + self.chunk, tokens)
          part = x[start:end]
          if attends:
            cos, sin = turns[block.rope]
            q, k, v = block.states(part, cos[start:end], sin[start:end])
            block.add_answer(part, state.caches[index].attend(q, k, v))
          else:
            block.add_halves(part)
          start = end
        if attends:
          state.caches[index].end_pass()
      if attends:
        index += 1
    if last == len(self.blocks):
      state.position = state.position + tokens
    return x

  # Cosines and sines of the next tokens, in each of the model's rotations.
  def rotations(self: __torch__.Decoder, state: __torch__.Sequence, tokens: int) -> List[Tuple[Tensor, Tensor]]:
    rotations = annotate(List[Tuple[Tensor, Tensor]], [])
    for rope in state.ropes:
      rotations.append(rope.rotation(state.position, tokens, self.dtype))
    return rotations

  def small_layers(self: __torch__.Decoder, state: __torch__.Sequence, x: Tensor) -> Tensor:
    turn = state.turns[0].at(state.position)
    for i in range(len(self.small)):
      self.small[i].add_to(x, state.caches[i], turn)
      state.caches[i].end_pass()
    state.position = state.position + 1
    return x

  # --- one token each of several sequences: rows of the same products, attention over the own cache

  # As layers(), x [sequences, hidden].
  def layers_together(self: __torch__.Decoder, sequences: List[int], x: Tensor) -> Tensor:
    states = annotate(List[__torch__.Sequence], [])
    for sequence in sequences:
      states.append(self.sequences[sequence])
    x = x.to(self.like.device)
    if len(self.small) > 0:
      return self.small_layers_together(states, x)
    turns = self.rotations_together(states)
    index = 0
    for block in self.blocks:
      if len(block.attention) > 0:
        cos, sin = turns[block.rope]
        q, k, v = block.states(x, cos, sin)
        answers = annotate(List[Tensor], [])
        for i in range(len(states)):
          cache = states[i].caches[index]
          answers.append(cache.attend(torch.narrow(q, 1, i, 1), torch.narrow(k, 1, i, 1), torch.narrow(v, 1, i, 1)))
          cache.end_pass()
        block.add_answer(x, torch.cat(answers, 1))
        index += 1
      else:
        block.add_halves(x)
    for state in states:
      state.position = state.position + 1
    return x

  def small_layers_together(self: __torch__.Decoder, states: List[__torch__.Sequence], x: Tensor) -> Tensor:
    cosines = annotate(List[Tensor], [])
    sines = annotate(List[Tensor], [])
    for state in states:
      cosines.append(state.turns[0].cos[state.position])
      sines.append(state.turns[0].sin[state.position])
    cos = torch.stack(cosines).unsqueeze(1)
    sin = torch.stack(sines).unsqueeze(1)
    for i in range(len(self.small)):
      caches = annotate(List[__torch__.cache.LayerCache], [])
      for state in states:
        caches.append(state.caches[i])
      self.small[i].add_together(x, caches, cos, sin)
      for cache in caches:
        cache.end_pass()
    for state in states:
      state.position = state.position + 1
    return x

  # Cosines and sines of a row for each sequence, in each of the model's rotations.
  def rotations_together(self: __torch__.Decoder, states: List[__torch__.Sequence]) -> List[Tuple[Tensor, Tensor]]:
    positions = annotate(List[int], [])
    for state in states:
      positions.append(state.position)
    at = torch.tensor(positions, dtype=torch.float32, device=self.like.device).unsqueeze(1)
    rotations = annotate(List[Tuple[Tensor, Tensor]], [])
    for i in range(len(self.ropes)):
      speeds = annotate(List[Tensor], [])
      for state in states:
        speeds.append(state.ropes[i].inv_freq)
      rotations.append(self.ropes[i].by(torch.mul(torch.stack(speeds), at), self.dtype))
    return rotations

  # As next(): the best next id of each sequence, [sequences], on the device.
  def next_together(self: __torch__.Decoder, sequences: List[int], x: Tensor) -> Tensor:
    if len(self.small_output) > 0:
      logits = self.small_output[0].logits_together(x)
    else:
      logits = self.output[0].apply(self.final_norm[0].of(x)).to(torch.float32)
    logits = self.scaled(logits)
    for i in range(len(sequences)):
      self.sequences[sequences[i]].logits = logits[i]
    return torch.argmax(logits, 1).cpu()

  def step_together(self: __torch__.Decoder, sequences: List[int], ids: Tensor) -> Tensor:
    return self.next_together(sequences, self.layers_together(sequences, self.embed(ids)))

  # --- one token that halts at every attention, for a kernel outside

  # x [1, hidden], as layers() takes it. Gives for each attention the packed and the recent tokens
  # that it will meet, this token included.
  def begin_halting(self: __torch__.Decoder, sequence: int, x: Tensor) -> List[int]:
    state = self.sequences[sequence]
    state.hidden = x.to(self.like.device)
    state.halted = -1
    state.rotations = self.rotations(state, 1)
    met = annotate(List[int], [])
    for cache in state.caches:
      lengths = cache.lengths()
      met.append(lengths[0])
      met.append(lengths[1] + 1)
    return met

  # Takes the answer to the last query, runs to the next attention, whose query then stands in
  # `query`; false if there is none and the token has passed.
  def go_on(self: __torch__.Decoder, sequence: int, index: int) -> bool:
    state = self.sequences[sequence]
    layer = state.halted
    x = state.hidden
    if layer >= 0:
      self.blocks[layer].add_answer(x, self.answers[index - 1].unsqueeze(1))
      state.caches[index - 1].end_pass()
    layer += 1
    while layer < len(self.blocks) and len(self.blocks[layer].attention) == 0:
      self.blocks[layer].add_halves(x)
      layer += 1
    state.halted = layer
    halts = layer < len(self.blocks)
    if halts:
      block = self.blocks[layer]
      cos, sin = state.rotations[block.rope]
      q, k, v = block.states(x, cos, sin)
      state.caches[index].append(k, v)
      self.queries[index].copy_(q.squeeze(1))
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

  # A layer made ready once where several chunks of many rows are to come: a 4-bit layer then stands
  # in memory in full precision for the time of its pass.
  def ready(self: __torch__.Decoder, block: __torch__.block.Block, tokens: int) -> __torch__.block.Block:
    if tokens < 2 * self.chunk or self.chunk < 32:
      return block
    return __torch__.block.Block(block.parts.prepared(self.dtype, tokens // self.chunk), self.ropes)

  # The best next id after the last position; its logits stay for best().
  def next(self: __torch__.Decoder, sequence: int, x: Tensor) -> int:
    last = x[x.shape[0] - 1:]
    if len(self.small_output) > 0:
      logits = self.small_output[0].logits(last)
    else:
      logits = self.output[0].apply(self.final_norm[0].of(last))[0].to(torch.float32)
    logits = self.scaled(logits)
    self.sequences[sequence].logits = logits
    return torch.argmax(logits).item()

  def scaled(self: __torch__.Decoder, logits: Tensor) -> Tensor:
    if self.logit_scale != 1.:
      logits = logits * self.logit_scale
    if self.logit_cap < inf:
      logits = torch.tanh(logits / self.logit_cap) * self.logit_cap
    return logits

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

  # The natural logarithms of the probabilities of some ids, and of all other ids as one, [ids + 1].
  def log_probabilities(self: __torch__.Decoder, sequence: int, ids: List[int]) -> List[float]:
    logs = torch.log_softmax(self.sequences[sequence].logits.to(torch.float64), 0)
    at = torch.tensor(ids, dtype=torch.int64, device=logs.device)
    others = torch.index_fill(logs, 0, at, -inf)
    asked = torch.cat([logs[at], torch.logsumexp(others, 0, True)])
    return annotate(List[float], asked.tolist())
