# One decoder block: x + attention(norm(x)), x + feed_forward(norm(x)), x [tokens, hidden] changed in
# place. A kind of attention or of feed-forward network is a class in a file of its own and a line in
# attention() or feed_forward(). Attention halts in the middle, where cache and kernels are others'.

class Attention(Interface):
  # Queries, keys and values [heads, tokens, head_dim] of normed states h, turned by cos and sin.
  def states(self: __torch__.block.Attention, h: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    pass
  # Adds to x what becomes of the answer [heads, tokens, head_dim] to these queries.
  def add_answer(self: __torch__.block.Attention, x: Tensor, answer: Tensor, residual: __torch__.residual.Residual) -> NoneType:
    pass

class FeedForward(Interface):
  # Adds to x what becomes of normed states h, token by token.
  def add_to(self: __torch__.block.FeedForward, x: Tensor, h: Tensor, residual: __torch__.residual.Residual) -> NoneType:
    pass

# What a block is made of, by the names of its shape.
class Parts:
  words : Dict[str, str]  # norm, residual; attention and feed_forward, the kinds
  numbers : Dict[str, float]
  vectors : Dict[str, Tensor]
  matrices : Dict[str, __torch__.matrix.Matrix]

  def __init__(self: __torch__.block.Parts) -> NoneType:
    words = annotate(Dict[str, str], {})
    numbers = annotate(Dict[str, float], {})
    vectors = annotate(Dict[str, Tensor], {})
    matrices = annotate(Dict[str, __torch__.matrix.Matrix], {})
    words.clear()  # writes: without one the compiler makes an empty dictionary a constant,
    numbers.clear()  # and all blocks would share it
    vectors.clear()
    matrices.clear()
    self.words = words
    self.numbers = numbers
    self.vectors = vectors
    self.matrices = matrices

  def bytes(self: __torch__.block.Parts) -> int:
    total = __torch__.matrix.bytes(list(self.vectors.values()))
    for matrix in self.matrices.values():
      total += matrix.bytes()
    return total

  # The matrices ready for some calls with many rows each.
  def prepared(self: __torch__.block.Parts, dtype: int, calls: int) -> __torch__.block.Parts:
    parts = __torch__.block.Parts()
    parts.words = self.words
    parts.numbers = self.numbers
    parts.vectors = self.vectors
    for name, matrix in self.matrices.items():
      parts.matrices[name] = __torch__.matrix.prepared(matrix, dtype, calls)
    return parts

  def norm(self: __torch__.block.Parts, name: str) -> __torch__.norm.Norm:
    return __torch__.norm.named(self.words["norm"], self.vectors, name, self.numbers["eps"])

  def residual(self: __torch__.block.Parts, name: str) -> __torch__.residual.Residual:
    norms = annotate(List[__torch__.norm.Norm], [])
    if name in self.vectors:
      norms.append(self.norm(name))
    return __torch__.residual.Residual(norms, self.numbers["residual_factor"])

  def count(self: __torch__.block.Parts, name: str) -> int:
    if name in self.numbers:
      return int(self.numbers[name])
    return 0

  # Those of some names that are there, in this order.
  def some(self: __torch__.block.Parts, names: List[str]) -> List[__torch__.matrix.Matrix]:
    some = annotate(List[__torch__.matrix.Matrix], [])
    for name in names:
      if name in self.matrices:
        some.append(self.matrices[name])
    return some

# A half that looks at no other token.
class Half:
  norm : __torch__.norm.Norm
  part : __torch__.block.FeedForward
  residual : __torch__.residual.Residual

  def __init__(self: __torch__.block.Half, norm: __torch__.norm.Norm, part: __torch__.block.FeedForward, residual: __torch__.residual.Residual) -> NoneType:
    self.norm = norm
    self.part = part
    self.residual = residual

  def add_to(self: __torch__.block.Half, x: Tensor) -> NoneType:
    return self.part.add_to(x, self.norm.of(x), self.residual)

class Block:
  parts : __torch__.block.Parts
  attention : List[__torch__.block.Attention]  # one, or none
  norm : __torch__.norm.Norm  # before attention
  residual : __torch__.residual.Residual  # behind it
  rope : int  # which of the model's rotations; 0 without attention, as what follows
  scoring : __torch__.scoring.Scoring
  heads : int
  kv_heads : int
  head_dim : int
  halves : List[__torch__.block.Half]  # what is besides attention, in order
  shared : bool  # whether the halves take attention's normed input

  def __init__(self: __torch__.block.Block, parts: __torch__.block.Parts, ropes: List[__torch__.rope.Rope]) -> NoneType:
    self.parts = parts
    self.shared = parts.words["residual"] == "shared"
    self.norm = parts.norm("attention_norm")
    self.residual = parts.residual("attention_output_norm")
    self.attention = __torch__.block.attention(parts, ropes)
    self.rope = parts.count("rope")
    self.scoring = __torch__.scoring.usual()
    if len(self.attention) > 0:
      self.scoring = __torch__.scoring.Scoring(parts.count("window"), parts.numbers["cap"])
    self.heads = parts.count("heads")
    self.kv_heads = parts.count("kv_heads")
    self.head_dim = parts.count("head_dim")
    halves = annotate(List[__torch__.block.Half], [])
    for part in __torch__.block.in_place_of_attention(parts):
      halves.append(__torch__.block.Half(self.norm, part, self.residual))
    for part in __torch__.block.feed_forward(parts):
      norm = parts.norm("feed_forward_norm")
      if self.shared:
        norm = self.norm
      halves.append(__torch__.block.Half(norm, part, parts.residual("feed_forward_output_norm")))
    self.halves = halves

  # What attention is to be computed of.
  def states(self: __torch__.block.Block, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    return self.attention[0].states(self.norm.of(x), cos, sin)

  # Everything from attention's answer on.
  def add_answer(self: __torch__.block.Block, x: Tensor, answer: Tensor) -> NoneType:
    if self.shared:
      h = self.norm.of(x)
      self.attention[0].add_answer(x, answer, self.residual)
      for half in self.halves:
        half.part.add_to(x, h, half.residual)
    else:
      self.attention[0].add_answer(x, answer, self.residual)
      self.add_halves(x)
    return None

  # All of a block without attention.
  def add_halves(self: __torch__.block.Block, x: Tensor) -> NoneType:
    for half in self.halves:
      half.add_to(x)
    return None

  # A whole sequence without cache, from position 0 on.
  def pass_whole(self: __torch__.block.Block, x: Tensor, ropes: List[__torch__.rope.Rope]) -> NoneType:
    if len(self.attention) > 0:
      cos, sin = ropes[self.rope].rotation(0, x.shape[0], ops.prim.dtype(x))
      q, k, v = self.states(x, cos, sin)
      self.add_answer(x, self.scoring.causal(q, k, v))
    else:
      self.add_halves(x)
    return None

# One hidden-by-hidden matrix.
class SingleMatrix:
  matrix : __torch__.matrix.Matrix

  def __init__(self: __torch__.block.SingleMatrix, matrix: __torch__.matrix.Matrix) -> NoneType:
    self.matrix = matrix

  def add_to(self: __torch__.block.SingleMatrix, x: Tensor, h: Tensor, residual: __torch__.residual.Residual) -> NoneType:
    return residual.add(x, h, self.matrix)

# --- the catalogues of kinds, as the shapes name them

def attention(parts: __torch__.block.Parts, ropes: List[__torch__.rope.Rope]) -> List[__torch__.block.Attention]:
  made = annotate(List[__torch__.block.Attention], [])
  kind = parts.words["attention"]
  if kind == "heads":
    norms = annotate(List[__torch__.norm.Norm], [])
    each = False
    if "q_norm" in parts.vectors:
      norms.append(parts.norm("q_norm"))
      norms.append(parts.norm("k_norm"))
      each = parts.vectors["q_norm"].shape[0] == int(parts.numbers["head_dim"])
    inputs = parts.some(["q_proj", "k_proj", "v_proj", "qkv_proj"])
    rope = ropes[int(parts.numbers["rope"])]
    made.append(__torch__.heads.Heads(inputs, parts.matrices["o_proj"], norms, each, rope, parts.numbers))
  elif kind != "matrix" and kind != "none":
    ops.prim.RaiseException("Unknown attention: " + kind)
  return made

def in_place_of_attention(parts: __torch__.block.Parts) -> List[__torch__.block.FeedForward]:
  made = annotate(List[__torch__.block.FeedForward], [])
  if parts.words["attention"] == "matrix":
    made.append(__torch__.block.SingleMatrix(parts.matrices["linear_attn"]))
  return made

def feed_forward(parts: __torch__.block.Parts) -> List[__torch__.block.FeedForward]:
  made = annotate(List[__torch__.block.FeedForward], [])
  kind = parts.words["feed_forward"]
  if kind == "silu" or kind == "gelu" or kind == "gelu_tanh":
    inputs = parts.some(["gate_proj", "up_proj", "gate_up_proj"])
    made.append(__torch__.gated.Gated(inputs, parts.matrices["down_proj"], kind))
  elif kind == "matrix":
    made.append(__torch__.block.SingleMatrix(parts.matrices["linear_mlp"]))
  elif kind != "none":
    ops.prim.RaiseException("Unknown feed-forward network: " + kind)
  return made

# --- the blocks of a program, and the one that is being made

class Blocks:
  made : List[__torch__.block.Block]
  ropes : List[__torch__.rope.Rope]
  parts : __torch__.block.Parts
  like : Tensor  # empty, of the model's dtype and device

  def __init__(self: __torch__.block.Blocks, device: str, dtype: int) -> NoneType:
    made = annotate(List[__torch__.block.Block], [])
    ropes = annotate(List[__torch__.rope.Rope], [])
    made.clear()
    ropes.clear()
    self.made = made
    self.ropes = ropes
    self.parts = __torch__.block.Parts()
    self.like = torch.empty([0], dtype=dtype, device=torch.device(device))

  def add_rope(self: __torch__.block.Blocks, inv_freq: Tensor, neighbours: bool, amplitude: float) -> NoneType:
    self.ropes.append(__torch__.rope.Rope(inv_freq.to(self.like.device), neighbours, amplitude))
    return None

  # Of the parts set since the last block.
  def end_block(self: __torch__.block.Blocks) -> NoneType:
    self.made.append(__torch__.block.Block(self.parts, self.ropes))
    self.parts = __torch__.block.Parts()
    return None

# Hidden states [tokens, hidden] of some ids.
def embedded(ids: Tensor, table: Tensor, scale: float) -> Tensor:
  x = torch.embedding(table, ids.to(table.device))
  if scale != 1.:
    x.mul_(float(torch.full([], scale, dtype=ops.prim.dtype(table)).item()))
  return x
