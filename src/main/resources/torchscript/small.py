# A layer of full attention and gated feed-forward for one token, where the matrices are so small
# that operations cost more than bytes. So there are few, and they are cheap: q, k and v are one
# product, gate and up another, rotation is a third, a norm is a dot product. The token's state, its
# key and its value have the model's precision, what is between them is float32.

class SmallLayer:
  attention_norm : __torch__.small.Norm
  ffn_norm : __torch__.small.Norm
  qkv : __torch__.small.Matrix  # [(heads + 2 * kv_heads) * head_dim, hidden]
  o : __torch__.small.Matrix
  gate_up : __torch__.small.Matrix
  down : __torch__.small.Matrix
  heads : int
  rotated : int  # heads of queries and keys
  head_dim : int
  inner : int

  def __init__(self: __torch__.small.SmallLayer, norms: Dict[str, Tensor], matrices: Dict[str, List[Tensor]], head_dim: int, eps: float) -> NoneType:
    q = matrices["q_proj"][0]
    k = matrices["k_proj"][0]
    gate = matrices["gate_proj"][0]
    self.attention_norm = __torch__.small.Norm(norms["attention"], eps)
    self.ffn_norm = __torch__.small.Norm(norms["ffn"], eps)
    self.qkv = __torch__.small.Matrix(torch.cat([q, k, matrices["v_proj"][0]]))
    self.o = __torch__.small.Matrix(matrices["o_proj"][0])
    self.gate_up = __torch__.small.Matrix(torch.cat([gate, matrices["up_proj"][0]]))
    self.down = __torch__.small.Matrix(matrices["down_proj"][0])
    self.heads = q.shape[0] // head_dim
    self.rotated = self.heads + k.shape[0] // head_dim
    self.head_dim = head_dim
    self.inner = gate.shape[0]

  # Adds to x [1, hidden] what the layer does.
  def add_to(self: __torch__.small.SmallLayer, x: Tensor, cache: __torch__.cache.LayerCache, turn: Tensor) -> NoneType:
    states = self.qkv.product(self.attention_norm.of(x)).view([-1, self.head_dim])
    qk = torch.mm(states[:self.rotated], turn)
    out = cache.attend_token(qk[:self.heads], qk[self.heads:], states[self.rotated:])
    x.add_(self.o.product(out.reshape([1, -1])))
    gate_up = self.gate_up.product(self.ffn_norm.of(x))
    x.add_(self.down.product(torch.silu(gate_up[:, :self.inner]).mul_(gate_up[:, self.inner:])))
    return None

  # What multiplies by one of the matrices.
  def kernel(self: __torch__.small.SmallLayer, name: str) -> str:
    matrix = self.qkv
    if name == "o_proj":
      matrix = self.o
    elif name == "gate_proj" or name == "up_proj":
      matrix = self.gate_up
    elif name == "down_proj":
      matrix = self.down
    if len(matrix.packed) > 0:
      return "quantized.linear_dynamic_fp16"
    return "linear in float32"

# Logits [vocabulary], rounded to the model's precision, of a state behind the last layer.
class SmallOutput:
  final_norm : __torch__.small.Norm
  matrix : __torch__.small.Matrix

  def __init__(self: __torch__.small.SmallOutput, final_norm: Tensor, weight: Tensor, eps: float) -> NoneType:
    self.final_norm = __torch__.small.Norm(final_norm, eps)
    self.matrix = __torch__.small.Matrix(weight)

  def logits(self: __torch__.small.SmallOutput, x: Tensor) -> Tensor:
    return self.matrix.product(self.final_norm.of(x))[0].to(ops.prim.dtype(x)).to(6)

class Norm:
  weight : Tensor  # [1, hidden], float32
  zero : Tensor
  eps : float

  def __init__(self: __torch__.small.Norm, weight: Tensor, eps: float) -> NoneType:
    self.weight = weight.to(6).unsqueeze(0)
    self.zero = torch.zeros_like(self.weight)
    self.eps = eps

  # float32; one operation multiplies by the weight and the scale, which a product by a number does not.
  def of(self: __torch__.small.Norm, x: Tensor) -> Tensor:
    row = x[0].to(6)
    mean = torch.dot(row, row).item() / row.shape[0]
    return torch.addcmul(self.zero, row, self.weight, value=(mean + self.eps) ** -0.5)

# For one float32 row [1, inputs]. As float16 where that loses nothing: FBGEMM multiplies it in float32
# at 16 GB/s on one core, twice as fast as libtorch its float16 and without oneDNN's 20 us a call.
class Matrix:
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  weight : Tensor  # float32, where it is not packed

  def __init__(self: __torch__.small.Matrix, weight: Tensor) -> NoneType:
    self.weight = weight.to(6)
    self.packed = annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], [])
    if torch.equal(self.weight.to(5).to(6), self.weight):
      self.packed = [ops.quantized.linear_prepack_fp16(self.weight)]
      self.weight = torch.empty([0])

  def product(self: __torch__.small.Matrix, x: Tensor) -> Tensor:
    if len(self.packed) > 0:
      return ops.quantized.linear_dynamic_fp16(x, self.packed[0])
    return torch.linear(x, self.weight)

# Whether a layer has all these matrices, in full precision, on a CPU, and small.
def fits(matrices: Dict[str, List[Tensor]]) -> bool:
  fits = True
  for name in ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]:
    if name not in matrices or not __torch__.small.holds(matrices[name], 131072):
      fits = False
  return fits

def holds(parts: List[Tensor], most: int) -> bool:
  return len(parts) == 1 and not parts[0].is_cuda and parts[0].numel() <= most
