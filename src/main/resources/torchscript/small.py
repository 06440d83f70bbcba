# A layer of full attention and gated feed-forward for one token, where the matrices are so small
# that calls cost more than bytes. So there are few: q, k and v are one product, gate and up another.
# A bfloat16 product costs most of all (25 us on a CPU whatever its size), so those run in float32,
# which is how bfloat16 products are summed too. Results are rounded where those of the other way are.

class SmallLayer:
  attention_norm : Tensor
  ffn_norm : Tensor
  qkv : Tensor  # [(heads + 2 * kv_heads) * head_dim, hidden]
  o : Tensor
  gate_up : Tensor
  down : Tensor
  heads : int
  rotated : int  # heads of queries and keys
  eps : float

  def __init__(self: __torch__.small.SmallLayer, norms: Dict[str, Tensor], matrices: Dict[str, List[Tensor]], head_dim: int, eps: float) -> NoneType:
    q = matrices["q_proj"][0]
    k = matrices["k_proj"][0]
    self.attention_norm = norms["attention"]
    self.ffn_norm = norms["ffn"]
    self.qkv = __torch__.small.widened(torch.cat([q, k, matrices["v_proj"][0]]))
    self.o = __torch__.small.widened(matrices["o_proj"][0])
    self.gate_up = __torch__.small.widened(torch.cat([matrices["gate_proj"][0], matrices["up_proj"][0]]))
    self.down = __torch__.small.widened(matrices["down_proj"][0])
    self.heads = q.shape[0] // head_dim
    self.rotated = self.heads + k.shape[0] // head_dim
    self.eps = eps

  # Adds to x [hidden] what the layer does.
  def add_to(self: __torch__.small.SmallLayer, x: Tensor, cache: __torch__.cache.LayerCache, cos: Tensor, sin: Tensor) -> NoneType:
    states = self.product(self.qkv, self.norm(x, self.attention_norm)).view([-1, 1, cos.shape[1]])
    qk = __torch__.rope.rotated(states[:self.rotated], cos, sin)
    out = cache.attend(qk[:self.heads], qk[self.heads:], states[self.rotated:])
    x.add_(self.product(self.o, out.reshape([-1])))
    gate, up = torch.chunk(self.product(self.gate_up, self.norm(x, self.ffn_norm)), 2)
    x.add_(self.product(self.down, torch.silu(gate).mul_(up)))
    return None

  def product(self: __torch__.small.SmallLayer, weight: Tensor, x: Tensor) -> Tensor:
    if ops.prim.dtype(weight) == ops.prim.dtype(x):
      y = torch.linear(x, weight)
    else:
      y = torch.mv(weight, x.to(6)).to(ops.prim.dtype(x))
    return y

  def norm(self: __torch__.small.SmallLayer, x: Tensor, weight: Tensor) -> Tensor:
    row = x.to(6)
    mean = torch.dot(row, row).item() / x.shape[0]
    return torch.mul(row, (mean + self.eps) ** -0.5).to(ops.prim.dtype(x)).mul_(weight)

def widened(weight: Tensor) -> Tensor:
  if ops.prim.dtype(weight) == 15:
    weight = weight.to(6)
  return weight

# Whether a layer has all these matrices, in full precision, on a CPU, and small.
def fits(matrices: Dict[str, List[Tensor]]) -> bool:
  fits = True
  for name in ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]:
    if name not in matrices or len(matrices[name]) > 1:
      fits = False
    elif matrices[name][0].is_cuda or matrices[name][0].numel() > 131072:
      fits = False
  return fits
