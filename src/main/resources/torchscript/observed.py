# A matrix that remembers what it was given, for those who calibrate.

class Observed:
  matrix : __torch__.matrix.Matrix
  watched : bool
  inputs : List[Tensor]  # [rows, inputs] each, since it was last cleared

  def __init__(self: __torch__.observed.Observed, matrix: __torch__.matrix.Matrix) -> NoneType:
    inputs = annotate(List[Tensor], [])
    inputs.clear()  # a write: an empty list of its own
    self.matrix = matrix
    self.watched = False
    self.inputs = inputs

  def apply(self: __torch__.observed.Observed, x: Tensor) -> Tensor:
    self.see(x)
    return self.matrix.apply(x)

  def add_to(self: __torch__.observed.Observed, y: Tensor, x: Tensor) -> NoneType:
    self.see(x)
    return self.matrix.add_to(y, x)

  def see(self: __torch__.observed.Observed, x: Tensor) -> NoneType:
    if self.watched:
      self.inputs.append(x)
    return None

  def prepared(self: __torch__.observed.Observed, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    return self.matrix.prepared(dtype, calls)

  def plain_weight(self: __torch__.observed.Observed) -> List[Tensor]:
    return self.matrix.plain_weight()

  def kernel(self: __torch__.observed.Observed) -> str:
    return self.matrix.kernel()

  def bytes(self: __torch__.observed.Observed) -> int:
    return self.matrix.bytes()
