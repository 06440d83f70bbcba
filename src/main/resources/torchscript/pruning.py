# Layers of a Llama with uniform layers, one at a time over all calibration sequences, watched.
# Float32, no cache; x [tokens, hidden].
class Probe(Module):
  training : bool
  norm : str
  eps : float
  blocks : List[__torch__.block.Blocks]  # with one block at a time
  observed : Dict[str, __torch__.observed.Observed]  # its matrices
  states : List[Tensor]  # one x per sequence, behind the layers so far

  def begin_blocks(self: __torch__.Probe, device: str, dtype: int, norm: str, eps: float) -> NoneType:
    self.blocks = [__torch__.block.Blocks(device, dtype)]
    self.norm = norm
    self.eps = eps
    return None

  def add_rope(self: __torch__.Probe, inv_freq: Tensor, neighbours: bool, amplitude: float) -> NoneType:
    return self.blocks[0].add_rope(inv_freq, neighbours, amplitude)

  # For another layer in place of the one before.
  def clear(self: __torch__.Probe) -> NoneType:
    self.blocks[0].made.clear()
    self.observed.clear()
    return None

  def set_word(self: __torch__.Probe, name: str, word: str) -> NoneType:
    self.blocks[0].parts.words[name] = word
    return None

  def set_number(self: __torch__.Probe, name: str, number: float) -> NoneType:
    self.blocks[0].parts.numbers[name] = number
    return None

  def set_vector(self: __torch__.Probe, name: str, vector: Tensor) -> NoneType:
    self.blocks[0].parts.vectors[name] = vector
    return None

  def set_matrix(self: __torch__.Probe, name: str, kind: str, parts: List[Tensor], settings: List[int]) -> NoneType:
    matrix = __torch__.observed.Observed(__torch__.matrix.make(kind, parts, settings))
    matrix.watched = name in ["q_proj", "o_proj", "gate_proj", "down_proj"]
    self.observed[name] = matrix
    self.blocks[0].parts.matrices[name] = matrix
    return None

  def end_block(self: __torch__.Probe) -> NoneType:
    return self.blocks[0].end_block()

  def add_sequence(self: __torch__.Probe, ids: Tensor, embedding: Tensor) -> NoneType:
    self.states.append(__torch__.block.embedded(ids, embedding, 1.))
    return None

  # Passes the block that is loaded. Gives what was seen, by sequence a mean over tokens, over
  # sequences an L2 norm: the normed inputs' absolute values [2, hidden], the heads' norms [heads], the
  # neurons' absolute values [width]; and the mean of 1 - cos(x before, x behind) [1].
  def layer(self: __torch__.Probe) -> Tensor:
    squares = annotate(List[Tensor], [])
    changes = annotate(List[Tensor], [])
    block = self.blocks[0].made[0]
    for i in range(len(self.states)):
      x = self.states[i]
      z = x.clone()
      block.pass_whole(z, self.blocks[0].ropes)
      h = self.seen("q_proj")
      heads = self.seen("o_proj").view([x.shape[0], -1, block.head_dim])
      g = self.seen("gate_proj")
      neurons = self.seen("down_proj")
      norm = torch.sqrt((heads * heads).sum([2])).mean([0])
      seen = torch.cat([h.abs().mean([0]), g.abs().mean([0]), norm, neurons.abs().mean([0])])
      squares.append(seen * seen)
      changes.append((1. - torch.cosine_similarity(x, z, 1)).mean().view([1]))
      self.states[i] = z
    seen = torch.sqrt(torch.stack(squares).sum([0]))
    return torch.cat([seen, torch.stack(changes).mean([0])]).cpu()

  # What a matrix was given in the last pass.
  def seen(self: __torch__.Probe, name: str) -> Tensor:
    matrix = self.observed[name]
    inputs = matrix.inputs[-1]
    matrix.inputs.clear()
    return inputs

  # The same L2 norm of means over the inputs of the output matrix, [hidden].
  def output(self: __torch__.Probe, final_norm: Tensor) -> Tensor:
    squares = annotate(List[Tensor], [])
    for x in self.states:
      seen = self.normed(x, final_norm).abs().mean([0])
      squares.append(seen * seen)
    return torch.sqrt(torch.stack(squares).sum([0])).cpu()

  # Logits of one sequence, rows first to last - 1, [rows, vocabulary].
  def logits(self: __torch__.Probe, sequence: int, first: int, last: int, final_norm: Tensor, head: Tensor) -> Tensor:
    return torch.linear(self.normed(self.states[sequence][first:last], final_norm), head)

  # Of two models' logits [rows, vocabulary]: divergence KL(p || q) and equal best ids, summed over
  # rows, then both models' -log of the ids that follow (one fewer than rows at a text's end).
  def compare(self: __torch__.Probe, p: Tensor, q: Tensor, next: Tensor) -> Tensor:
    log_p = torch.log_softmax(p, 1)
    log_q = torch.log_softmax(q, 1)
    divergence = (torch.exp(log_p) * (log_p - log_q)).sum()
    equal = (torch.argmax(p, 1) == torch.argmax(q, 1)).sum().to(torch.float32)
    ids = next.to(p.device).unsqueeze(1)
    loss_p = torch.neg(torch.gather(log_p[:next.shape[0]], 1, ids).sum())
    loss_q = torch.neg(torch.gather(log_q[:next.shape[0]], 1, ids).sum())
    return torch.stack([divergence, equal, loss_p, loss_q]).cpu()

  def normed(self: __torch__.Probe, x: Tensor, weight: Tensor) -> Tensor:
    return __torch__.norm.make(self.norm, weight, self.eps).of(x)
