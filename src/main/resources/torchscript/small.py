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

  # Of the parts of a block that fits.
  def __init__(self: __torch__.small.SmallLayer, parts: __torch__.block.Parts) -> NoneType:
    q, k, v, o, gate, up, down = parts.some(__torch__.small.names())
    eps = parts.numbers["eps"]
    self.attention_norm = __torch__.small.Norm(parts.vectors["attention_norm"], eps)
    self.ffn_norm = __torch__.small.Norm(parts.vectors["feed_forward_norm"], eps)
    self.qkv = __torch__.small.Matrix(torch.cat([q.plain_weight()[0], k.plain_weight()[0], v.plain_weight()[0]]))
    self.o = __torch__.small.Matrix(o.plain_weight()[0])
    self.gate_up = __torch__.small.Matrix(torch.cat([gate.plain_weight()[0], up.plain_weight()[0]]))
    self.down = __torch__.small.Matrix(down.plain_weight()[0])
    self.heads = parts.count("heads")
    self.rotated = self.heads + parts.count("kv_heads")
    self.head_dim = parts.count("head_dim")
    self.inner = gate.plain_weight()[0].shape[0]

  # Adds to x [1, hidden] what the layer does.
  def add_to(self: __torch__.small.SmallLayer, x: Tensor, cache: __torch__.cache.LayerCache, turn: Tensor) -> NoneType:
    states = self.qkv.product(self.attention_norm.of(x)).view([-1, self.head_dim])
    qk = torch.mm(states[:self.rotated], turn)
    out = cache.attend_token(qk[:self.heads], qk[self.heads:], states[self.rotated:])
    x.add_(self.o.product(out.reshape([1, -1])))
    gate_up = self.gate_up.product(self.ffn_norm.of(x))
    x.add_(self.down.product(torch.silu(gate_up[:, :self.inner]).mul_(gate_up[:, self.inner:])))
    return None

  # The same of x [sequences, hidden], a token of each; caches are the sequences'.
  def add_together(self: __torch__.small.SmallLayer, x: Tensor, caches: List[__torch__.cache.LayerCache], cos: Tensor, sin: Tensor) -> NoneType:
    states = self.qkv.product(self.attention_norm.of_rows(x)).view([x.shape[0], -1, self.head_dim])
    qk, v = states.split_with_sizes([self.rotated, states.shape[1] - self.rotated], 1)
    turned = torch.mul(qk, cos).add_(torch.roll(qk, [self.head_dim // 2], [2]).mul_(sin))
    q, k = turned.split_with_sizes([self.heads, self.rotated - self.heads], 1)
    answers = annotate(List[Tensor], [])
    for i in range(len(caches)):
      answers.append(caches[i].attend_token(q[i], k[i], v[i]).reshape([-1]))
    x.add_(self.o.product(torch.stack(answers)))
    gate_up = self.gate_up.product(self.ffn_norm.of_rows(x))
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
    return self.matrix.product(self.final_norm.of(x))[0].to(ops.prim.dtype(x)).to(torch.float32)

  # Of a row each.
  def logits_together(self: __torch__.small.SmallOutput, x: Tensor) -> Tensor:
    return self.matrix.product(self.final_norm.of_rows(x)).to(ops.prim.dtype(x)).to(torch.float32)

class Norm:
  weight : Tensor  # [1, hidden], float32
  zero : Tensor
  eps : float

  def __init__(self: __torch__.small.Norm, weight: Tensor, eps: float) -> NoneType:
    self.weight = weight.to(torch.float32).unsqueeze(0)
    self.zero = torch.zeros_like(self.weight)
    self.eps = eps

  # float32; one operation multiplies by the weight and the scale, which a product by a number does not.
  def of(self: __torch__.small.Norm, x: Tensor) -> Tensor:
    row = x[0].to(torch.float32)
    mean = torch.dot(row, row).item() / row.shape[0]
    return torch.addcmul(self.zero, row, self.weight, value=(mean + self.eps) ** -0.5)

  def of_rows(self: __torch__.small.Norm, x: Tensor) -> Tensor:
    rows = x.to(torch.float32)
    scale = torch.rsqrt(torch.mean(torch.mul(rows, rows), [1], True).add_(self.eps))
    return torch.mul(rows, scale).mul_(self.weight)

# For few float32 rows [rows, inputs]. As float16 where that loses nothing: FBGEMM multiplies it in float32
# at 16 GB/s on one core, twice as fast as libtorch its float16 and without oneDNN's 20 us a call.
class Matrix:
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  weight : Tensor  # float32, where it is not packed

  def __init__(self: __torch__.small.Matrix, weight: Tensor) -> NoneType:
    self.weight = weight.to(torch.float32)
    self.packed = annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], [])
    if torch.equal(self.weight.to(torch.float16).to(torch.float32), self.weight):
      self.packed = [ops.quantized.linear_prepack_fp16(self.weight)]
      self.weight = torch.empty([0])

  def product(self: __torch__.small.Matrix, x: Tensor) -> Tensor:
    if len(self.packed) > 0:
      return ops.quantized.linear_dynamic_fp16(x, self.packed[0])
    return torch.linear(x, self.weight)

def names() -> List[str]:
  return ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

# Whether a block is what SmallLayer computes and nothing else: all that it is made of is looked at,
# so that a part of another kind, or one that is not known here, keeps it from this way. Its matrices
# are in full precision, on a CPU, and small.
def fits(parts: __torch__.block.Parts, ropes: List[__torch__.rope.Rope]) -> bool:
  names = __torch__.small.names()
  vectors = ["attention_norm", "feed_forward_norm"]
  fits = __torch__.small.are(list(parts.matrices.keys()), names) and __torch__.small.are(list(parts.vectors.keys()), vectors)
  words = ["attention", "feed_forward", "norm", "residual"]
  fits = fits and __torch__.small.are(list(parts.words.keys()), words)
  if fits:
    for matrix in parts.matrices.values():
      fits = fits and __torch__.small.holds(matrix, 131072)
    kinds = [parts.words["attention"], parts.words["feed_forward"], parts.words["norm"], parts.words["residual"]]
    fits = fits and kinds == ["heads", "silu", "rms", "separate"]
  return fits and __torch__.small.plain_numbers(parts.numbers, ropes)

# Whether scores are scaled as usual, over all tokens, uncapped; outputs are added as they are; and
# all channels of a head are turned, in halves.
def plain_numbers(numbers: Dict[str, float], ropes: List[__torch__.rope.Rope]) -> bool:
  names = ["heads", "kv_heads", "head_dim", "scale", "cap", "window", "rope", "residual_factor", "eps"]
  if not __torch__.small.are(list(numbers.keys()), names) or len(ropes) != 1:
    return False
  scale = numbers["scale"] * numbers["head_dim"] ** 0.5
  scores = abs(scale - 1.) < 1e-9 and numbers["cap"] == inf and numbers["window"] == 2147483647.
  turns = not ropes[0].neighbours and 2 * ropes[0].inv_freq.shape[0] == int(numbers["head_dim"])
  return scores and turns and numbers["residual_factor"] == 1.

# Whether these are some names, in any order.
def are(found: List[str], names: List[str]) -> bool:
  return sorted(found) == sorted(names)

def holds(matrix: __torch__.matrix.Matrix, most: int) -> bool:
  weights = matrix.plain_weight()
  return len(weights) == 1 and not weights[0].is_cuda and weights[0].numel() <= most
