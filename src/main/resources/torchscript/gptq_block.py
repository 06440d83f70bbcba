# One decoder block in float32, as calibration runs it: every matrix can be replaced while sequences
# pass, and the inputs of a matrix are gathered into its Hessian. Shapes: x [tokens, hidden].

class Calibration(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  blocks : List[__torch__.block.Blocks]  # with one block at a time
  parts : Dict[str, List[Tensor]]  # of the block's matrices: weight, and bias where there is one
  observed : Dict[str, __torch__.observed.Observed]  # these matrices
  hessian : Tensor  # [inputs, inputs]
  count : int  # sequences gathered in it

  def begin_blocks(self: __torch__.Calibration, device: str, dtype: int, norm: str, eps: float) -> NoneType:
    self.blocks = [__torch__.block.Blocks(device, dtype)]
    return None

  def add_rope(self: __torch__.Calibration, inv_freq: Tensor, neighbours: bool, amplitude: float) -> NoneType:
    return self.blocks[0].add_rope(inv_freq, neighbours, amplitude)

  # For another block in place of the one before.
  def clear(self: __torch__.Calibration) -> NoneType:
    self.blocks[0].made.clear()
    self.parts.clear()
    self.observed.clear()
    self.hessian = torch.empty([0, 0])
    return None

  def set_word(self: __torch__.Calibration, name: str, word: str) -> NoneType:
    self.blocks[0].parts.words[name] = word
    return None

  def set_number(self: __torch__.Calibration, name: str, number: float) -> NoneType:
    self.blocks[0].parts.numbers[name] = number
    return None

  def set_vector(self: __torch__.Calibration, name: str, vector: Tensor) -> NoneType:
    self.blocks[0].parts.vectors[name] = vector
    return None

  def set_matrix(self: __torch__.Calibration, name: str, kind: str, parts: List[Tensor], settings: List[int]) -> NoneType:
    matrix = __torch__.observed.Observed(__torch__.matrix.make(kind, parts, settings))
    self.parts[name] = parts
    self.observed[name] = matrix
    self.blocks[0].parts.matrices[name] = matrix
    return None

  def end_block(self: __torch__.Calibration) -> NoneType:
    return self.blocks[0].end_block()

  # Takes another weight [outputs, inputs] for a matrix, which keeps its bias.
  def replace(self: __torch__.Calibration, name: str, weight: Tensor) -> NoneType:
    parts = [weight] + self.parts[name][1:]
    self.parts[name] = parts
    self.observed[name].matrix = __torch__.matrix.plain(parts)
    return None

  def matrix(self: __torch__.Calibration, name: str) -> Tensor:
    return self.parts[name][0]

  def embed(self: __torch__.Calibration, ids: Tensor, table: Tensor, scale: float) -> Tensor:
    return __torch__.block.embedded(ids, table, scale)

  # --- the Hessian of the squared output error: 2 / sequences * sum of x' x over all tokens

  def forget(self: __torch__.Calibration, name: str) -> NoneType:
    inputs = self.matrix(name).shape[1]
    self.hessian = torch.zeros([inputs, inputs], dtype=torch.float32, device=self.blocks[0].like.device)
    self.count = 0
    return None

  # A running mean, so that its size does not grow with the number of sequences.
  def observe(self: __torch__.Calibration, name: str, x: Tensor) -> NoneType:
    matrix = self.observed[name]
    matrix.watched = True
    self.run_until_seen(matrix, x.clone())
    matrix.watched = False
    for inputs in matrix.inputs:
      self.gather(inputs)
    matrix.inputs.clear()
    return None

  def gather(self: __torch__.Calibration, inputs: Tensor) -> NoneType:
    self.count = self.count + 1
    scaled = inputs * (2. / self.count) ** 0.5
    self.hessian.mul_((self.count - 1) / self.count).addmm_(scaled.t(), scaled)
    return None

  def gathered(self: __torch__.Calibration) -> Tensor:
    return self.hessian

  # --- the pass of one sequence

  # Queries, keys and values are seen before attention is computed, which is then left out.
  def run_until_seen(self: __torch__.Calibration, matrix: __torch__.observed.Observed, x: Tensor) -> NoneType:
    block = self.blocks[0].made[0]
    if len(block.attention) > 0:
      cos, sin = self.blocks[0].ropes[block.rope].rotation(0, x.shape[0], ops.prim.dtype(x))
      q, k, v = block.states(x, cos, sin)
      if len(matrix.inputs) == 0:
        block.add_answer(x, block.scoring.causal(q, k, v))
    else:
      block.add_halves(x)
    return None

  def output(self: __torch__.Calibration, x: Tensor) -> Tensor:
    y = x.clone()
    self.blocks[0].made[0].pass_whole(y, self.blocks[0].ropes)
    return y
