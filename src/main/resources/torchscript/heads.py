# Attention's part besides the cache: hidden states into queries, keys and values, and its answer
# back into hidden states.

class Heads:
  inputs : List[__torch__.matrix.Matrix]  # of queries, keys and values, or one for all three
  output : __torch__.matrix.Matrix
  norms : List[__torch__.norm.Norm]  # of queries and keys, before they are turned; none or two
  norms_each : bool  # whether each head is normed for itself
  rope : __torch__.rope.Rope
  heads : int
  kv_heads : int
  head_dim : int
  factor : float  # of queries: kernels scale scores by 1 / sqrt(head_dim)

  def __init__(self: __torch__.heads.Heads, inputs: List[__torch__.matrix.Matrix], output: __torch__.matrix.Matrix, norms: List[__torch__.norm.Norm], norms_each: bool, rope: __torch__.rope.Rope, numbers: Dict[str, float]) -> NoneType:
    self.inputs = inputs
    self.output = output
    self.norms = norms
    self.norms_each = norms_each
    self.rope = rope
    self.heads = int(numbers["heads"])
    self.kv_heads = int(numbers["kv_heads"])
    self.head_dim = int(numbers["head_dim"])
    self.factor = numbers["scale"] * numbers["head_dim"] ** 0.5

  # Of normed states h [tokens, hidden]; cos and sin [tokens, channels] of the tokens' positions.
  # Gives queries [heads, tokens, head_dim], keys and values [kv_heads, tokens, head_dim].
  def states(self: __torch__.heads.Heads, h: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    if len(self.inputs) == 1:
      turning, v = self.inputs[0].apply(h).split_with_sizes([(self.heads + self.kv_heads) * self.head_dim, self.kv_heads * self.head_dim], 1)
    else:
      turning = torch.cat([self.inputs[0].apply(h), self.inputs[1].apply(h)], 1)
      v = self.inputs[2].apply(h)
    if len(self.norms) > 0:
      turning = self.normed(turning)
    turned = self.rope.rotated(self.split(turning), cos, sin)
    q = turned[:self.heads]
    if abs(self.factor - 1.) > 1e-9:
      q = q * self.factor
    return (q, turned[self.heads:], self.split(v))

  # Queries and keys beside each other, [tokens, (heads + kv_heads) * head_dim].
  def normed(self: __torch__.heads.Heads, x: Tensor) -> Tensor:
    tokens = x.shape[0]
    q = x[:, :self.heads * self.head_dim]
    k = x[:, self.heads * self.head_dim:]
    if self.norms_each:
      q = self.norms[0].of(q.reshape([tokens, self.heads, self.head_dim])).flatten(1)
      k = self.norms[1].of(k.reshape([tokens, self.kv_heads, self.head_dim])).flatten(1)
    else:
      q = self.norms[0].of(q)
      k = self.norms[1].of(k)
    return torch.cat([q, k], 1)

  # Attention's answer [heads, tokens, head_dim] back among the hidden states x.
  def add_answer(self: __torch__.heads.Heads, x: Tensor, answer: Tensor, residual: __torch__.residual.Residual) -> NoneType:
    return residual.add(x, answer.transpose(0, 1).reshape([answer.shape[1], -1]), self.output)

  # [tokens, heads * head_dim] as [heads, tokens, head_dim].
  def split(self: __torch__.heads.Heads, x: Tensor) -> Tensor:
    return x.view([x.shape[0], -1, self.head_dim]).transpose(0, 1)
