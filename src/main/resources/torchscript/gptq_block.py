# One decoder block in float32, as calibration runs it: every matrix can be replaced while sequences
# pass, and the inputs of a matrix are gathered into its Hessian. Shapes: x [tokens, hidden].

class Block(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  eps : float
  heads : int
  head_dim : int
  inv_freq : Tensor  # [head_dim / 2]
  norms : Dict[str, Tensor]
  matrices : Dict[str, Tensor]  # [outputs, inputs]; an absent name is an absent sub-layer
  hessian : Tensor  # [inputs, inputs]
  count : int  # sequences gathered in it

  def configure(self: __torch__.Block, inv_freq: Tensor, device: str, heads: int, head_dim: int, eps: float) -> NoneType:
    self.inv_freq = inv_freq.to(torch.device(device))
    self.heads = heads
    self.head_dim = head_dim
    self.eps = eps
    return None

  def clear(self: __torch__.Block) -> NoneType:
    self.norms.clear()
    self.matrices.clear()
    self.hessian = torch.empty([0, 0])
    return None

  def set_norm(self: __torch__.Block, name: str, weight: Tensor) -> NoneType:
    self.norms[name] = weight
    return None

  def set_matrix(self: __torch__.Block, name: str, weight: Tensor) -> NoneType:
    self.matrices[name] = weight
    return None

  def matrix(self: __torch__.Block, name: str) -> Tensor:
    return self.matrices[name]

  def embed(self: __torch__.Block, ids: Tensor, table: Tensor) -> Tensor:
    return torch.embedding(table, ids.to(table.device))

  # --- the Hessian of the squared output error: 2 / sequences * sum of x' x over all tokens

  def forget(self: __torch__.Block, name: str) -> NoneType:
    inputs = self.matrices[name].shape[1]
    self.hessian = torch.zeros([inputs, inputs], dtype=6, device=self.inv_freq.device)
    self.count = 0
    return None

  # A running mean, so that its size does not grow with the number of sequences.
  def observe(self: __torch__.Block, name: str, x: Tensor) -> NoneType:
    return self.gather(self.input(name, x))

  def gather(self: __torch__.Block, inputs: Tensor) -> NoneType:
    self.count = self.count + 1
    scaled = inputs * (2. / self.count) ** 0.5
    self.hessian.mul_((self.count - 1) / self.count).addmm_(scaled.t(), scaled)
    return None

  def gathered(self: __torch__.Block) -> Tensor:
    return self.hessian

  # --- the pass of one sequence

  def output(self: __torch__.Block, x: Tensor) -> Tensor:
    y = self.middle(x)
    if "gate_proj" in self.matrices:
      y = y + self.product("down_proj", self.gated(y))
    elif "linear_mlp" in self.matrices:
      y = y + self.product("linear_mlp", self.norm(y, "ffn"))
    return y

  def input(self: __torch__.Block, name: str, x: Tensor) -> Tensor:
    if name == "o_proj":
      inputs = self.attended(x)
    elif name == "down_proj":
      inputs = self.gated(self.middle(x))
    elif name == "gate_proj" or name == "up_proj" or name == "linear_mlp":
      inputs = self.norm(self.middle(x), "ffn")
    else:
      inputs = self.norm(x, "attention")
    return inputs

  # Behind attention, before the feed-forward part.
  def middle(self: __torch__.Block, x: Tensor) -> Tensor:
    if "q_proj" in self.matrices:
      x = x + self.product("o_proj", self.attended(x))
    elif "linear_attn" in self.matrices:
      x = x + self.product("linear_attn", self.norm(x, "attention"))
    return x

  def attended(self: __torch__.Block, x: Tensor) -> Tensor:
    h = self.norm(x, "attention")
    cos, sin = __torch__.rope.rotation(self.inv_freq, 0, x.shape[0], 6)
    q = __torch__.rope.rotated(self.heads_of(self.product("q_proj", h)), cos, sin)
    k = __torch__.rope.rotated(self.heads_of(self.product("k_proj", h)), cos, sin)
    out = __torch__.attention.causal(q, k, self.heads_of(self.product("v_proj", h)))
    return out.transpose(0, 1).reshape([x.shape[0], -1])

  def gated(self: __torch__.Block, y: Tensor) -> Tensor:
    h = self.norm(y, "ffn")
    return torch.silu(self.product("gate_proj", h)).mul_(self.product("up_proj", h))

  def product(self: __torch__.Block, name: str, h: Tensor) -> Tensor:
    return torch.linear(h, self.matrices[name])

  def norm(self: __torch__.Block, x: Tensor, name: str) -> Tensor:
    return torch.rms_norm(x, [x.shape[1]], self.norms[name], self.eps)

  def heads_of(self: __torch__.Block, x: Tensor) -> Tensor:
    return x.view([x.shape[0], -1, self.head_dim]).transpose(0, 1)
