# Layers of a decoder with uniform layers, one at a time over all calibration sequences, watched.
# Float32, no cache; shapes: x [tokens, hidden], states of heads [heads, tokens, head_dim].
class Probe(Module):
  training : bool
  inv_freq : Tensor  # [head_dim / 2]
  head_dim : int
  eps : float
  states : List[Tensor]  # one x per sequence, behind the layers so far

  def configure(self: __torch__.Probe, inv_freq: Tensor, device: str, head_dim: int, eps: float) -> NoneType:
    self.inv_freq = inv_freq.to(torch.device(device))
    self.head_dim = head_dim
    self.eps = eps
    return None

  def add_sequence(self: __torch__.Probe, ids: Tensor, embedding: Tensor) -> NoneType:
    self.states.append(torch.embedding(embedding, ids.to(embedding.device)))
    return None

  # norms: attention, ffn; matrices: q, k, v, o, gate, up, down.
  # Gives what was seen, by sequence a mean over tokens, over sequences an L2 norm:
  # the normed inputs' absolute values [2, hidden], the heads' norms [heads], the neurons' absolute
  # values [width]; and the mean of 1 - cos(x before, x behind) [1].
  def layer(self: __torch__.Probe, norms: List[Tensor], matrices: List[Tensor]) -> Tensor:
    squares = annotate(List[Tensor], [])
    changes = annotate(List[Tensor], [])
    for i in range(len(self.states)):
      x = self.states[i]
      h = self.norm(x, norms[0])
      heads = self.attention(h, matrices)
      y = x + torch.linear(heads.transpose(0, 1).reshape([x.shape[0], -1]), matrices[3])
      g = self.norm(y, norms[1])
      neurons = torch.silu(torch.linear(g, matrices[4])) * torch.linear(g, matrices[5])
      z = y + torch.linear(neurons, matrices[6])
      norm = torch.sqrt((heads * heads).sum([2])).mean([1])
      seen = torch.cat([h.abs().mean([0]), g.abs().mean([0]), norm, neurons.abs().mean([0])])
      squares.append(seen * seen)
      changes.append((1. - torch.cosine_similarity(x, z, 1)).mean().view([1]))
      self.states[i] = z
    seen = torch.sqrt(torch.stack(squares).sum([0]))
    return torch.cat([seen, torch.stack(changes).mean([0])]).cpu()

  # The same L2 norm of means over the inputs of the output matrix, [hidden].
  def output(self: __torch__.Probe, final_norm: Tensor) -> Tensor:
    squares = annotate(List[Tensor], [])
    for x in self.states:
      seen = self.norm(x, final_norm).abs().mean([0])
      squares.append(seen * seen)
    return torch.sqrt(torch.stack(squares).sum([0])).cpu()

  # Logits of one sequence, rows first to last - 1, [rows, vocabulary].
  def logits(self: __torch__.Probe, sequence: int, first: int, last: int, final_norm: Tensor, head: Tensor) -> Tensor:
    return torch.linear(self.norm(self.states[sequence][first:last], final_norm), head)

  # Of two models' logits [rows, vocabulary]: divergence KL(p || q) and equal best ids, summed over
  # rows, then both models' -log of the ids that follow (one fewer than rows at a text's end).
  def compare(self: __torch__.Probe, p: Tensor, q: Tensor, next: Tensor) -> Tensor:
    log_p = torch.log_softmax(p, 1)
    log_q = torch.log_softmax(q, 1)
    divergence = (torch.exp(log_p) * (log_p - log_q)).sum()
    equal = (torch.argmax(p, 1) == torch.argmax(q, 1)).sum().to(6)
    ids = next.to(p.device).unsqueeze(1)
    loss_p = torch.neg(torch.gather(log_p[:next.shape[0]], 1, ids).sum())
    loss_q = torch.neg(torch.gather(log_q[:next.shape[0]], 1, ids).sum())
    return torch.stack([divergence, equal, loss_p, loss_q]).cpu()

  def attention(self: __torch__.Probe, h: Tensor, matrices: List[Tensor]) -> Tensor:
    q = self.rotated(self.heads_of(torch.linear(h, matrices[0])))
    k = self.rotated(self.heads_of(torch.linear(h, matrices[1])))
    return __torch__.attention.causal(q, k, self.heads_of(torch.linear(h, matrices[2])))

  def norm(self: __torch__.Probe, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [x.shape[1]], weight, self.eps)

  def heads_of(self: __torch__.Probe, x: Tensor) -> Tensor:
    return x.view([x.shape[0], -1, self.head_dim]).transpose(0, 1)

  def rotated(self: __torch__.Probe, x: Tensor) -> Tensor:
    positions = torch.arange(0, x.shape[1], dtype=6, device=x.device)
    angles = torch.outer(positions, self.inv_freq)
    cos = torch.cat([torch.cos(angles), torch.cos(angles)], 1)
    sin = torch.cat([torch.neg(torch.sin(angles)), torch.sin(angles)], 1)
    return torch.mul(x, cos) + torch.roll(x, [self.head_dim // 2], [2]) * sin
